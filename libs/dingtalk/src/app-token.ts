import { Secret } from '@app/secret';
import { z } from 'zod';
import { tokenText } from './token-text.js';

/** Whose app token: the application's own organisation, or the customer organisation that installed an ISV application. */
export type AppTokenTarget = { kind: 'internal' } | { kind: 'isv'; corpId: string };

/** Undefined where there is none: a person's own application has no organisation, and one for many needs to know which. */
export function appTokenTargetOf(
  kind: 'internal' | 'isv' | 'personal',
  corpId: string | null,
): AppTokenTarget | undefined {
  if (kind === 'internal') return { kind };
  return kind === 'isv' && corpId !== null ? { kind, corpId } : undefined;
}

export interface AppToken {
  token: Secret;
  expireInSeconds: number;
}

const lifetime = z.int().positive().max(31_536_000);

/** `POST /v1.0/oauth2/accessToken` answers in camelCase … */
export const internalAppTokenSchema = z
  .object({ accessToken: tokenText, expireIn: lifetime })
  .transform(({ accessToken, expireIn }): AppToken => ({ token: Secret.of(accessToken), expireInSeconds: expireIn }));

/** … and `POST /v1.0/oauth2/{corpId}/token` in snake_case. */
export const isvAppTokenSchema = z
  .object({ access_token: tokenText, expires_in: lifetime })
  .transform(
    ({ access_token, expires_in }): AppToken => ({ token: Secret.of(access_token), expireInSeconds: expires_in }),
  );
