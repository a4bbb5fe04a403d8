/**
 * When a fault strikes, in the order of a call: it waits before it is processed, is answered instead of being processed,
 * is processed and its answer held back, or is processed and its answer spoiled. A Stream connection has a door of its own, `connect`.
 */
export type Stage = 'delay' | 'before' | 'hold' | 'after' | 'connect';

export interface FaultKind {
  readonly stage: Stage;
  /** How long it lasts unless told otherwise, in milliseconds; absent where there is nothing to wait for. */
  readonly lastsMs?: number;
  readonly group: 'connection' | 'answer' | 'limit' | 'token';
  readonly zh: string;
  readonly en: string;
}

/** Everything that can be broken on purpose. */
export const faultKinds = {
  delay: {
    stage: 'delay',
    lastsMs: 11_000,
    group: 'connection',
    zh: '延迟处理',
    en: 'Wait before processing',
  },
  reset_connection: {
    stage: 'before',
    group: 'connection',
    zh: '处理前断开连接',
    en: 'Reset the connection before processing',
  },
  drop_answer: {
    stage: 'after',
    group: 'connection',
    zh: '处理后丢失应答',
    en: 'Process, then lose the answer',
  },
  hold_answer: {
    stage: 'hold',
    lastsMs: 120_000,
    group: 'connection',
    zh: '处理后扣住应答',
    en: 'Process, then hold the answer back',
  },
  no_answer: { stage: 'before', group: 'connection', zh: '一直不应答', en: 'Never answer' },
  ticket_expired: {
    stage: 'connect',
    group: 'connection',
    zh: 'Stream 票据过期',
    en: 'Stream ticket has expired',
  },
  error_500_json: { stage: 'before', group: 'answer', zh: '500，JSON', en: '500, JSON' },
  error_500_html: { stage: 'before', group: 'answer', zh: '500，不是 JSON', en: '500, not JSON' },
  gateway_504: { stage: 'before', group: 'answer', zh: '504 网关超时', en: '504 gateway timeout' },
  truncated_json: { stage: 'after', group: 'answer', zh: 'JSON 只有一半', en: 'Half of the JSON' },
  error_upper_case_keys: {
    stage: 'after',
    group: 'answer',
    zh: '错误字段首字母大写',
    en: 'Error keys in upper case',
  },
  qps_403: { stage: 'before', group: 'limit', zh: '403 QPS 超限', en: '403 QPS limit' },
  rate_429: { stage: 'before', group: 'limit', zh: '429 系统繁忙', en: '429 system busy' },
  ip_ban: { stage: 'before', group: 'limit', zh: 'IP 被封禁', en: 'IP banned' },
  refresh_without_corp_id: {
    stage: 'after',
    group: 'token',
    zh: '刷新应答不带 corpId',
    en: 'Refresh answers without corpId',
  },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof faultKinds;
export const faultNames = Object.keys(faultKinds) as FaultName[];

/** Whether a fault strikes when the call has been processed, and how it ended is known. */
export const isOfAnswers = (name: FaultName): boolean => ['hold', 'after'].includes(faultKinds[name].stage);

/** How long a fault lasts unless told otherwise, in milliseconds; absent for one that does not wait. */
export const lastsMs = (name: FaultName): number | undefined => (faultKinds[name] as FaultKind).lastsMs;
