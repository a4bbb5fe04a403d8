import { z } from 'zod';
import { instant, text } from './text.js';

export const lookupQuery = z.strictObject({
  q: text(200).meta({
    description: 'an id of anything, a name or the beginning of a person’s, an organisation or a permission point',
    example: 'demo',
  }),
});
export type LookupQuery = z.infer<typeof lookupQuery>;

/** `GET /admin/v1/lookup?q=`: what something that was pasted is. Only what its operator may see. */
export const lookupResponse = z
  .object({
    items: z.array(
      z
        .object({
          kind: z.enum([
            'grant',
            'person',
            'organisation',
            'scope',
            'application',
            'caller',
            'operator',
            'consent',
            'revocation',
            'job',
            'handout',
            'audit_record',
            'request',
          ]),
          id: z.string().meta({ description: 'by which its page is found' }),
          name: z.string().nullable(),
          detail: z
            .string()
            .nullable()
            .meta({ description: 'what tells it apart from others: its state, its application' }),
          at: instant.nullable().meta({ description: 'when it was made or happened' }),
        })
        .meta({ id: 'LookupHit' }),
    ),
  })
  .meta({ id: 'Lookup' });
export type LookupResponse = z.infer<typeof lookupResponse>;
export type LookupHit = LookupResponse['items'][number];
