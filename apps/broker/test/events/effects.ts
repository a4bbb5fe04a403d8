import { expect } from '@jest/globals';
import type { Via } from '../harness/dingtalk-events.js';
import {
  active,
  corpId,
  demo,
  forgetName,
  meeting,
  nameIsRead,
  type Registered,
  revoked,
  secretOf,
  status,
  stopped,
  suspended,
  tenancy,
} from './stage.js';

/** An event, what it does, and how that is seen. */
export interface Row {
  readonly type: string;
  readonly of: Registered;
  /** What DingTalk puts into it, where that depends on the person. */
  readonly payload?: (userId: string, unionId: string) => object;
  readonly before?: (userId: string) => Promise<unknown>;
  readonly outcome: string;
  readonly after: (userId: string) => Promise<void>;
  readonly only?: Via;
}

const installed = () => ({
  authCorpInfo: { corpid: corpId },
  permanentCode: secretOf('permanent code', 32),
  authUserInfo: { userId: 'manager' },
});

export const rows: readonly Row[] = [
  {
    type: 'user_leave_org',
    of: demo,
    payload: (userId) => ({ timeStamp: String(Date.now()), userId: [userId, 'somebody-unknown'] }),
    outcome: 'grants_ended',
    after: revoked('demo'),
  },
  {
    type: 'user_leave_org',
    of: meeting,
    payload: (userId, unionid) => ({ unionid, dingId: '$:LWCP_v1:$x', userId }),
    outcome: 'grants_ended',
    after: revoked('meeting'),
  },
  {
    type: 'user_modify_org',
    of: demo,
    payload: (userId) => ({ timeStamp: '1', diffInfo: { prev: {}, curr: {}, userid: userId }, userId: [userId] }),
    before: forgetName,
    outcome: 'names_read',
    after: nameIsRead('demo'),
  },
  {
    type: 'user_modify_org',
    of: meeting,
    payload: (userid, unionid) => ({ userid, unionid, name: 'not from here', active: true }),
    before: forgetName,
    outcome: 'names_read',
    after: nameIsRead('meeting'),
  },
  {
    type: 'user_active_org',
    of: demo,
    payload: (userId) => ({ userId: [userId] }),
    outcome: 'no_effect',
    after: active('demo'),
  },
  { type: 'org_remove', of: demo, outcome: 'grants_ended', after: revoked('demo') },
  { type: 'org_remove', of: meeting, outcome: 'grants_ended', after: revoked('meeting') },
  {
    type: 'org_suite_auth',
    of: meeting,
    payload: installed,
    outcome: 'installed',
    after: async (userId) => {
      expect(await tenancy()).toEqual({ authorised: true, relieved: false });
      await active('meeting')(userId);
    },
  },
  { type: 'org_suite_change', of: meeting, payload: installed, outcome: 'scopes_due', after: active('meeting') },
  {
    type: 'org_suite_relieve',
    of: meeting,
    outcome: 'grants_ended',
    after: async (userId) => {
      expect(await tenancy()).toMatchObject({ relieved: true });
      await revoked('meeting')(userId);
    },
  },
  {
    type: 'suite_ticket',
    of: meeting,
    payload: () => ({ suiteTicket: secretOf('suite ticket', 40) }),
    outcome: 'stored',
    after: active('meeting'),
  },
  {
    type: 'org_micro_app_stop',
    of: meeting,
    payload: () => ({ agentId: 7 }),
    outcome: 'suspended',
    after: suspended('meeting'),
  },
  {
    type: 'org_micro_app_restore',
    of: meeting,
    payload: () => ({ agentId: '7' }),
    before: () => stopped(meeting, 'org_micro_app_stop', { agentId: 7 }),
    outcome: 'resumed',
    after: active('meeting'),
  },
  {
    type: 'org_micro_app_scope_update',
    of: meeting,
    payload: () => ({ agentId: 7 }),
    outcome: 'scopes_due',
    after: active('meeting'),
  },
  {
    type: 'org_micro_app_remove',
    of: meeting,
    payload: () => ({ agentId: 7 }),
    outcome: 'grants_ended',
    after: revoked('meeting'),
  },
  {
    type: 'inner_app_status_change',
    of: demo,
    payload: status('disable'),
    outcome: 'suspended',
    after: suspended('demo'),
  },
  {
    type: 'inner_app_status_change',
    of: demo,
    payload: status('enable'),
    before: () => stopped(demo, 'inner_app_status_change', status('disable')()),
    outcome: 'resumed',
    after: active('demo'),
  },
];
