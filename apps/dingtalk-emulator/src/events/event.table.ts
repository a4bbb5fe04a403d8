import type { Application } from '../world/applications.js';

export interface EventKind {
  /** Which kinds of application are told. */
  readonly tells: readonly Application['kind'][];
  /** Under which number the synchronised push files it; absent where that push has none. */
  readonly bizType?: number;
  readonly zh: string;
  readonly en: string;
}

const both = ['internal', 'isv'] as const;
const isv = ['isv'] as const;
const internal = ['internal'] as const;

/** The events that say something about people, organisations and applications a token is for. */
export const eventKinds = {
  user_active_org: { tells: both, bizType: 13, zh: '员工加入企业后激活', en: 'A person joined' },
  user_modify_org: { tells: both, bizType: 13, zh: '员工信息变更', en: 'A member changed' },
  user_leave_org: { tells: both, bizType: 13, zh: '员工离职', en: 'People left' },
  org_remove: { tells: both, bizType: 16, zh: '企业被解散', en: 'The organisation is gone' },
  org_suite_auth: { tells: isv, bizType: 4, zh: '企业开通应用', en: 'Organisation installed the application' },
  org_suite_change: { tells: isv, bizType: 4, zh: '企业变更授权', en: 'Authorisation changed' },
  org_suite_relieve: { tells: isv, bizType: 4, zh: '企业解除授权', en: 'Organisation removed the application' },
  suite_relieve: { tells: isv, zh: '企业解除授权（旧格式）', en: 'Organisation removed the application (old form)' },
  suite_ticket: { tells: isv, bizType: 2, zh: '推送 suite_ticket', en: 'A new suite ticket' },
  org_micro_app_stop: { tells: isv, bizType: 7, zh: '企业停用应用', en: 'Application stopped' },
  org_micro_app_restore: { tells: isv, bizType: 7, zh: '企业启用应用', en: 'Application restored' },
  org_micro_app_remove: { tells: isv, bizType: 7, zh: '企业删除应用', en: 'Application deleted' },
  org_micro_app_scope_update: { tells: isv, bizType: 7, zh: '应用可见范围变更', en: 'Visibility changed' },
  inner_app_status_change: { tells: internal, zh: '企业内部应用状态变更', en: 'State of an internal application' },
  check_url: { tells: both, zh: '验证回调地址', en: 'Check of the address' },
} as const satisfies Record<string, EventKind>;

export type EventType = keyof typeof eventKinds;
export const eventTypes = Object.keys(eventKinds) as EventType[];

/** A test may send an event nobody has heard of; that one has no kind. */
export const eventKind = (type: string): EventKind | undefined => eventKinds[type as EventType];
