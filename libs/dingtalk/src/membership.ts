import { z } from 'zod';

/** Whether a person belongs to the organisation of an app token, and under which id. */
export type Membership =
  | { kind: 'member'; userId: string; contactType: 'employee' | 'external_contact' }
  | { kind: 'not_a_member' };

const CONTACT_TYPES = { '0': 'employee', '1': 'external_contact' } as const;

/** DingTalk's own example prints the contact type as text, its description calls it a number. */
export const memberSchema = z
  .object({
    result: z.object({
      userid: z.string().min(1).max(128),
      contact_type: z.union([z.literal([0, 1]), z.literal(['0', '1'])]).transform((type) => String(type) as '0' | '1'),
    }),
  })
  .transform(
    ({ result }): Membership => ({
      kind: 'member',
      userId: result.userid,
      contactType: CONTACT_TYPES[result.contact_type],
    }),
  );
