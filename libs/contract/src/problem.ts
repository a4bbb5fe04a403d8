import { z } from 'zod';
import { narrowingPreview, reviewDraft } from './access-reviews.js';
import { revocationPreview } from './revocations.js';
import { instant } from './text.js';

const invalidMember = z.object({
  pointer: z.string().meta({ description: 'RFC 6901, into the body or the query', example: '/scopes/0' }),
  reason: z.string(),
});

/** RFC 9457 problem document with the broker's own members; which of the optional ones are there depends on `code`. */
export const problem = z
  .looseObject({
    type: z.string().meta({ description: 'address of the heading that explains the code' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'stable, snake_case; see docs/errors.md' }),
    requestId: z.string(),
    errors: z.array(invalidMember).optional(),
    consentUrl: z.string().optional().meta({ description: 'where the person consents' }),
    consentId: z.string().optional().meta({ description: 'the consent that POST /v1/consents asked for' }),
    missingScopes: z.array(z.string()).optional(),
    reason: z.string().optional().meta({ description: 'why consent is required' }),
    rule: z.string().optional().meta({ description: 'what forbade it' }),
    beyond: z.array(z.string()).optional().meta({ description: 'what the token would carry too much' }),
    handleUrl: z.string().optional().meta({ description: 'where a handle can be had instead' }),
    permission: z.string().optional().meta({ description: 'what the role or the token lacks' }),
    signInUrl: z.string().optional().meta({ description: 'where an operator signs in again, in the same browser' }),
    retryAfterSeconds: z.number().optional(),
    preview: revocationPreview.optional().meta({ description: 'what would end now, to be confirmed afresh' }),
    narrowing: narrowingPreview.optional().meta({ description: 'what callers would lose now, to be confirmed afresh' }),
    draft: reviewDraft.optional().meta({ description: 'what a sign-off would be of now' }),
    policyVersion: z.int().optional().meta({ description: 'of the caller as it is now' }),
    expiresAt: instant.optional().meta({ description: 'until when an open consent can be answered' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
