import { z } from 'zod';
import { text } from './text.js';

/** `POST /admin/v1/people/{unionId}/erase`. */
export const erasePersonRequest = z
  .strictObject({
    reason: text(500).meta({ description: 'why; it goes into the receipts of the grants that end, and no further' }),
  })
  .meta({ id: 'ErasePerson', example: { reason: 'request of 2026-11-20, ticket 4711' } });
export type ErasePersonRequest = z.infer<typeof erasePersonRequest>;
