/** Below these paths DingTalk's OpenAPI is, and so is whatever stands in its place. */
export const dingtalkPathPrefixes = ['/v1.0', '/v2.0'] as const;

/** The header in which DingTalk takes a token. */
export const DINGTALK_TOKEN_HEADER = 'x-acs-dingtalk-access-token';

/** DingTalk's own members of a refusal, as its SDKs read them. */
export function refusalMembers(message: string, requestId: string, requiredScopes: readonly string[] | undefined) {
  return {
    message,
    requestid: requestId,
    ...(requiredScopes !== undefined && { accessdenieddetail: { requiredScopes } }),
  };
}
