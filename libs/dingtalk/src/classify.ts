import type { Problem } from './answer.js';
import { DingTalkFailure, type DingTalkOperation } from './dingtalk-failure.js';
import { type FailurePlane, findFailure } from './failure-table.js';
import type { NoAnswer } from './http-exchange.js';

/** Which rows of the failure table may speak about which operation. */
const planes: Record<DingTalkOperation, FailurePlane> = {
  'oauth2.exchange': 'user_token',
  'oauth2.refresh': 'user_token',
  'oauth2.authRules': 'api',
  'oauth2.appToken': 'app_token',
  'contact.users': 'api',
  'user.getbyunionid': 'legacy',
  'robot.send': 'robot',
  'stream.open': 'app_token',
  'oauth2.authorizePage': 'api',
  gateway: 'api',
};

/** Only a row of the table is a definite answer; everything else is worth another try and proves nothing. */
export function classify(operation: DingTalkOperation, problem: Problem): DingTalkFailure {
  const row = problem.code === undefined ? undefined : findFailure(planes[operation], problem.code, problem.httpStatus);
  const throttled = problem.httpStatus === 429;
  return new DingTalkFailure({
    ...problem,
    operation,
    remedy: row?.remedy ?? 'transient',
    fate: row?.fate ?? (throttled ? 'not_processed' : 'in_doubt'),
    retryAfterSeconds: problem.retryAfterSeconds ?? row?.retryAfterSeconds,
  });
}

/** The call was never made: others of the application had all the turns there were. */
export function classifyNoTurn(
  operation: DingTalkOperation,
  waitMs: number,
  retryAfterSeconds: number,
): DingTalkFailure {
  const reason = `no turn in the application's budget of calls within ${waitMs} ms`;
  return new DingTalkFailure({ operation, reason, remedy: 'transient', fate: 'not_processed', retryAfterSeconds });
}

export function classifyNoAnswer(operation: DingTalkOperation, { reason, sent }: NoAnswer): DingTalkFailure {
  return new DingTalkFailure({ operation, reason, remedy: 'transient', fate: sent ? 'in_doubt' : 'not_processed' });
}

/** HTTP 200 with a body that is not what was asked for: on a refresh, the new tokens may exist and be lost. */
export function classifyUnusable(operation: DingTalkOperation, fields: string[]): DingTalkFailure {
  const named = [...new Set(fields)].slice(0, 5).join(', ');
  return new DingTalkFailure({
    operation,
    reason: `HTTP 200 with missing or malformed ${named || 'body'}`,
    httpStatus: 200,
    remedy: 'transient',
    fate: 'in_doubt',
  });
}
