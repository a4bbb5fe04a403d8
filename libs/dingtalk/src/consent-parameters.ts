/**
 * What DingTalk needs beyond RFC 6749: `corpid`, without which the answer does not say the organisation, and `prompt`, without which
 * some people cannot log in.
 */
export function consentParameters(corpId?: string): Record<string, string> {
  return { scope: 'openid corpid', prompt: 'consent', ...(corpId ? { corpId } : {}) };
}
