import { authorizePath } from './endpoints.js';
import type { DingTalkHosts } from './hosts.js';

export interface AuthorizeRequest {
  clientId: string;
  redirectUri: string;
  state: string;
  corpId?: string;
}

/**
 * The address that shows DingTalk's login and consent page (https://open.dingtalk.com/document/development/obtain-identity-credentials).
 * DingTalk lists every delegated point of the application there: a scope in this address would narrow nothing.
 */
export function authorizeUrl(hosts: DingTalkHosts, { clientId, redirectUri, state, corpId }: AuthorizeRequest): string {
  const url = new URL(hosts.loginUrl + authorizePath);
  const parameters = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    ...consentParameters(corpId),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.toString();
}

/**
 * What DingTalk needs beyond RFC 6749: `corpid`, without which the answer does not say the organisation, and `prompt`, without which
 * some people cannot log in.
 */
export function consentParameters(corpId?: string): Record<string, string> {
  return { scope: 'openid corpid', prompt: 'consent', ...(corpId ? { corpId } : {}) };
}
