import { z } from 'zod';
import { instant, text, uuid } from './text.js';

/** `POST /admin/v1/keys/rotations`. */
export const rotateKeysRequest = z
  .strictObject({ reason: text(500) })
  .meta({ id: 'RotateKeys', example: { reason: 'yearly rotation, a new last line in the master key file' } });
export type RotateKeysRequest = z.infer<typeof rotateKeysRequest>;

/** Of a master key, as its provider has it. */
export const masterKeyId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be a key id as in the master key file')
  .meta({ example: '2026-10' });

export const masterKeyResponse = z
  .object({
    id: masterKeyId,
    state: z.enum(['current', 'retiring', 'retired']).meta({
      description:
        'current: seals and opens; retiring: opens only; retired: nothing needs it, and it can go from the file',
    }),
    provider: z.string().meta({ example: 'file' }),
    addedAt: instant.nullable().meta({ description: 'when a replica first had it; null: none ever did' }),
    retiredAt: instant.nullable(),
    dataKeys: z.int().nonnegative().meta({ description: 'data keys that are wrapped by it' }),
    sealed: z.int().nonnegative().meta({ description: 'values sealed with those data keys, as of countedAt' }),
    countedAt: instant.nullable().meta({ description: 'the oldest of the counts; null: not all are counted yet' }),
    lastUsedAt: instant
      .nullable()
      .meta({ description: 'when a value under it was last sealed or opened, to within ten seconds' }),
    missingOn: z.array(uuid).meta({ description: 'replicas that do not have it' }),
  })
  .meta({ id: 'MasterKey' });
export type MasterKeyResponse = z.infer<typeof masterKeyResponse>;

export const keysResponse = z
  .object({
    items: z.array(masterKeyResponse).meta({ description: 'newest first' }),
    nextCursor: z.string().nullable().meta({ description: 'always null: there are a handful' }),
    replicas: z
      .array(
        z.object({
          replica: uuid,
          currentKeyId: masterKeyId,
          healthy: z.boolean(),
          trouble: z.string().nullable().meta({ description: 'why its provider could not be read' }),
          lookedAt: instant,
        }),
      )
      .meta({ description: 'every replica that is alive, and how its provider of master keys is' }),
    rotationJobId: uuid.nullable().meta({ description: 'the newest rotation; see /admin/v1/jobs/{id}' }),
  })
  .meta({ id: 'Keys' });
export type KeysResponse = z.infer<typeof keysResponse>;
