import { Secret } from '@app/secret';
import type { AppTokenTarget } from '../app-token.js';
import type { DingTalkCredentials } from '../credentials.js';
import type { DingTalkClient } from '../dingtalk-client.js';
import { DingTalkFailure } from '../dingtalk-failure.js';

/** Where an AI plugin brings people back to; the application has to allow it besides the broker's own address. */
export const pluginCallbackUrl = 'https://baymax.dingtalk.com/oauth2';

/** DingTalk could not be asked (`unanswered`), or said no for a reason that is not the question (`refused_otherwise`). */
type NoVerdict = { kind: 'unanswered'; reason: string } | { kind: 'refused_otherwise'; code: string; reason: string };

export type SecretVerdict =
  | { kind: 'accepted' }
  | { kind: 'wrong'; code: string }
  /** A made-up code was refused, and not the secret: DingTalk may have looked at the code first. */
  | { kind: 'not_refused' }
  | { kind: 'organisation_missing'; code: string }
  | NoVerdict;

export type RedirectVerdict = { kind: 'shown' } | { kind: 'refused' } | NoVerdict;

export type MemberLookupVerdict = { kind: 'allowed' } | { kind: 'not_allowed'; code: string } | NoVerdict;

const WRONG_SECRET: ReadonlySet<string> = new Set([
  'invalidClientIdOrSecret',
  'invalidParameter.idOrSecret.notFound',
  'invalid.client',
  'invalidSuiteKey',
]);
const NOT_AUTHORISED: ReadonlySet<string> = new Set(['unauthorized.client', 'invalidAuthInfo']);
const NO_SUCH_CODE: ReadonlySet<string> = new Set(['invalidParameter.authCode.notFound']);
const NO_PERMISSION: ReadonlySet<string> = new Set(['60011']);

/** Nobody's: DingTalk is asked about it to hear whether asking is allowed. */
const MADE_UP = 'registration-check';

/** Questions about an application's registration that change nothing at DingTalk. None of them throws for what DingTalk answers. */
export class RegistrationProbes {
  constructor(private readonly client: DingTalkClient) {}

  /** Does DingTalk take this secret, now? Without an organisation to ask for a token of, a made-up code has to do. */
  async secret(app: DingTalkCredentials, target: AppTokenTarget | undefined): Promise<SecretVerdict> {
    try {
      if (target) await this.client.newAppToken(app, target);
      else await this.client.exchangeCode(app, Secret.of(MADE_UP));
      return { kind: 'accepted' };
    } catch (error) {
      const code = codeOf(error);
      if (WRONG_SECRET.has(code)) return { kind: 'wrong', code };
      if (NOT_AUTHORISED.has(code)) return { kind: 'organisation_missing', code };
      if (!target && NO_SUCH_CODE.has(code)) return { kind: 'not_refused' };
      return noVerdict(error);
    }
  }

  /** Would DingTalk send people back there? */
  async redirectUri(clientId: string, redirectUri: string): Promise<RedirectVerdict> {
    try {
      return { kind: await this.client.authorizePage(clientId, redirectUri) };
    } catch (error) {
      return noVerdict(error);
    }
  }

  /** May the application look people up by their unionId? Every consent in an organisation needs it. */
  async memberLookup(app: DingTalkCredentials, target: AppTokenTarget): Promise<MemberLookupVerdict> {
    try {
      await this.client.memberOf(app, target, MADE_UP);
      return { kind: 'allowed' };
    } catch (error) {
      const code = codeOf(error);
      return NO_PERMISSION.has(code) ? { kind: 'not_allowed', code } : noVerdict(error);
    }
  }
}

function codeOf(error: unknown): string {
  return (error instanceof DingTalkFailure && error.fate === 'answered' && error.code) || '';
}

function noVerdict(error: unknown): NoVerdict {
  if (!(error instanceof DingTalkFailure)) throw error;
  const { remedy, code, message: reason } = error;
  if (remedy === 'fix_the_configuration' && code) return { kind: 'refused_otherwise', code, reason };
  return { kind: 'unanswered', reason };
}
