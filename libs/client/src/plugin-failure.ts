import { TokenBrokerError } from './outcome.js';
import { refusedCodeIn } from './refusal.js';

/** The failure body of an AI plugin, with one of the two codes at which DingTalk shows its consent card and runs the ability again. */
export interface PluginFailure {
  readonly success: false;
  readonly code: 'InvalidAuthentication' | 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
  readonly requestId: string;
}

const MISSING = 'InvalidAuthentication';
const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
/** Of DingTalk's refusals, those that are about the token itself; the others are about what it may. */
const aboutTheToken: ReadonlySet<string> = new Set([MISSING, 'accesstoken.expired']);

/**
 * For a service that answers an AI plugin itself, without the broker in the path: what to answer when the person has to consent first.
 * Undefined where no consent would help. https://open-dingtalk.github.io/developerpedia/docs/explore/tutorials/stream/aiplugin/
 *
 * @param problem what this client threw, what a call of DingTalk's SDKs threw, or what DingTalk or the broker's gateway answered, as a
 *   response whose body stays readable, or its body
 * @param requestId the one of the plugin's call
 */
export async function pluginFailureFor(problem: unknown, requestId: string): Promise<PluginFailure | undefined> {
  const code = await codeIn(problem);
  return code && { success: false, code, requestId };
}

async function codeIn(problem: unknown): Promise<PluginFailure['code'] | undefined> {
  if (problem instanceof TokenBrokerError) return consentCodeOf(problem.code, problem.outcome);
  const refused = await refusedCodeIn(problem);
  if (refused !== undefined) return aboutTheToken.has(refused) ? MISSING : DENIED;
  const body = problem instanceof Response ? await bodyOf(problem) : problem;
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
  return consentCodeOf(body.code, body);
}

/** Of an outcome of the broker. */
function consentCodeOf(code: unknown, members: object): PluginFailure['code'] | undefined {
  switch (code) {
    case 'consent_required':
      return 'reason' in members && members.reason === 'scopes_missing' ? DENIED : MISSING;
    case 'consent_pending':
    case 'consent_rejected':
      return MISSING;
    case 'identity_unavailable':
      return DENIED;
    default:
      return undefined;
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.ok || response.bodyUsed) return undefined;
  try {
    return await response.clone().json();
  } catch {
    return undefined;
  }
}
