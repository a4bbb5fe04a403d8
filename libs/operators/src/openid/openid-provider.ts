import type { Secret } from '@app/secret';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { SESSION_LIFE_MINUTES } from '../operator-sessions.js';
import { OpenIdFailure } from './openid-failure.js';

/** Of each call to the provider. Seconds. */
const DEADLINE_SECONDS = 5;
/** What the provider says of itself may change; its keys are looked up again by themselves. */
const KNOWN_FOR_MS = 3_600_000;
/** No longer ago than a session of ours can last may somebody have shown the provider who they are. */
const LOGGED_IN_WITHIN_SECONDS = SESSION_LIFE_MINUTES * 60;

export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** As it is registered there. */
  readonly redirectUri: string;
}

/** What makes one sign-in different from every other. Only the browser that started can know it again. */
export interface OpenIdAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who came back. Nobody but the issuer can say what the subject means. */
export interface OpenIdPerson {
  readonly issuer: string;
  readonly subject: string;
  /** When they last showed the provider who they are; null if it does not say. */
  readonly authenticatedAt: Date | null;
}

/**
 * A provider of OpenID Connect Core 1.0: authorization code with PKCE (RFC 7636), state and nonce. What it says of itself is asked for when
 * somebody wants to sign in, and asked again by the next one if it did not answer. Throws `OpenIdFailure`.
 */
export class OpenIdProvider {
  private known: { readonly configuration: Promise<Configuration>; readonly at: number } | undefined;

  constructor(private readonly settings: OpenIdSettings) {}

  get issuer(): string {
    return this.settings.issuer;
  }

  /** Where the browser goes. `fresh`: the person has to show who they are even if the provider still knows them. */
  async authorizeUrl({ state, nonce, codeVerifier }: OpenIdAttempt, fresh: boolean): Promise<string> {
    const configuration = await this.configuration();
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.settings.redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      // With it the answer has to say when that was (section 3.1.2.1).
      max_age: fresh ? '0' : String(LOGGED_IN_WITHIN_SECONDS),
      ...(fresh && { prompt: 'login' }),
    });
    return url.href;
  }

  /** `query` is what the browser came back with, from its question mark on. */
  async identify(query: string, { state, nonce, codeVerifier }: OpenIdAttempt): Promise<OpenIdPerson> {
    const configuration = await this.configuration();
    const tokens = await authorizationCodeGrant(configuration, new URL(query, this.settings.redirectUri), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
    }).catch((error: unknown) => {
      throw OpenIdFailure.of(error);
    });
    const claims = tokens.claims();
    if (!claims) throw new OpenIdFailure('rejected', new Error('no ID token'));
    const { iss, sub, auth_time } = claims;
    return { issuer: iss, subject: sub, authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1000) };
  }

  private configuration(): Promise<Configuration> {
    if (this.known && Date.now() - this.known.at < KNOWN_FOR_MS) return this.known.configuration;
    const asked = { configuration: this.discover(), at: Date.now() };
    this.known = asked;
    asked.configuration.catch(() => {
      if (this.known === asked) this.known = undefined;
    });
    return asked.configuration;
  }

  private async discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const isPlain = new URL(issuer).protocol === 'http:';
    try {
      return await discovery(new URL(issuer), clientId, clientSecret.reveal(), undefined, {
        timeout: DEADLINE_SECONDS,
        // A signature that nobody but the provider can make is worth more than the connection it came through.
        execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
      });
    } catch (error) {
      // Whatever is wrong with what it says of itself, nobody can sign in by it now.
      throw new OpenIdFailure('unavailable', error);
    }
  }
}
