import { problemOf } from '../http/problem.js';

/** A problem document with DingTalk's own members beside ours, so that DingTalk's SDKs show what is wrong and which points it is about. */
export function gatewayProblemOf(error: unknown, requestId: string) {
  const problem = problemOf(error, requestId);
  const { requiredScopes = problem.missingScopes } = problem;
  return {
    ...problem,
    message: `${problem.title}. ${problem.detail}`,
    requestid: requestId,
    ...(requiredScopes !== undefined && { accessdenieddetail: { requiredScopes } }),
  };
}
