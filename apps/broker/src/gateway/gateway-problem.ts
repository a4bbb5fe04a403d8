import { refusalMembers } from '@app/dingtalk';
import { problemOf } from '../http/problem.js';

/** A problem document with DingTalk's own members beside ours, so that DingTalk's SDKs show what is wrong and which points it is about. */
export function gatewayProblemOf(error: unknown, requestId: string) {
  const problem = problemOf(error, requestId);
  const points = problem.requiredScopes ?? problem.missingScopes;
  const requiredScopes = Array.isArray(points) ? (points as string[]) : undefined;
  return { ...problem, ...refusalMembers(`${problem.title}. ${problem.detail}`, requestId, requiredScopes) };
}
