import { z } from 'zod';

/** `POST /oauth2/token`, RFC 6749 section 4.4; the body is a form. */
export const accessTokenRequest = z.looseObject({
  grant_type: z.string(),
  client_id: z.string().max(200).optional(),
  client_secret: z.string().max(200).optional(),
});

/** RFC 6749 section 5.1. */
export const accessTokenResponse = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'seconds' }),
});
export type AccessTokenResponse = z.infer<typeof accessTokenResponse>;
