import { z } from 'zod';
import { pageOf } from './paging.js';
import { instant, uuid } from './text.js';

/** One of `GET /admin/v1/callers/{id}/secrets`. */
export const callerSecretResponse = z
  .object({
    id: uuid,
    createdAt: instant,
    expiresAt: instant.nullable().meta({ description: 'null: it works until another takes its place' }),
    lastUsedAt: instant.nullable().meta({ description: 'to the minute; null: not since usesNotedSince' }),
    usesNotedSince: instant,
  })
  .meta({ id: 'CallerSecret' });
export type CallerSecretResponse = z.infer<typeof callerSecretResponse>;
export const callerSecretsPage = pageOf(callerSecretResponse);

/** `POST /admin/v1/callers/{id}/rotate-secret`. */
export const rotateSecretRequest = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(2_592_000)
      .default(86_400)
      .meta({ description: 'how long the secret that is replaced goes on working; 0 ends it at once' }),
  })
  .meta({ id: 'RotateSecret', example: { overlapSeconds: 86_400 } });
export type RotateSecretRequest = z.infer<typeof rotateSecretRequest>;

export const rotateSecretResponse = z
  .object({
    id: uuid,
    clientId: z.string(),
    clientSecret: z.string().meta({ description: 'shown this once' }),
    previousSecretExpiresAt: instant.nullable().meta({ description: 'null if none was live' }),
  })
  .meta({ id: 'RotatedSecret' });
export type RotateSecretResponse = z.infer<typeof rotateSecretResponse>;
