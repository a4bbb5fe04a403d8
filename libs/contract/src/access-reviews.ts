import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, instant, scopeCode, text, uuid } from './text.js';

const count = z.int().nonnegative();
const policyVersion = z.int().positive();

const since = instant.meta({
  description: 'never used since then; 90 days ago',
  example: '2026-08-01T00:00:00Z',
});
const recent = z
  .enum(['true', 'false'])
  .default('false')
  .meta({ description: 'also what was given only after since, so that it had less time to be used' });

/** `GET /admin/v1/access-reviews/candidates`. */
export const listCandidatesQuery = z.strictObject({
  ...pageQuery,
  since: since.optional(),
  recent,
  application: applicationName.optional(),
  callerId: uuid.optional(),
  decision: z.enum(['open', 'kept']).optional(),
});
export type ListCandidatesQuery = z.infer<typeof listCandidatesQuery>;

const kept = z.object({ at: instant, by: z.string(), reason: z.string() });

export const reviewCandidate = z
  .object({
    caller: z.object({ id: uuid, name: z.string(), disabled: z.boolean() }),
    application: applicationName,
    scope: scopeCode,
    name: z.object({ zh: z.string(), en: z.string() }).nullable().meta({ description: 'null: not in the catalogue' }),
    rules: z.array(z.string()).meta({ description: 'where it stands, as <caller>/<position>' }),
    delivery: z.array(z.enum(['token', 'handle'])),
    givenAt: instant,
    givenBy: z.string().nullable().meta({ description: 'null: before this was kept' }),
    lastUsedAt: instant.nullable().meta({ description: 'null: never, as far as the trail is tracked' }),
    unusedSince: instant.meta({ description: 'the latest of since, givenAt and trackedSince' }),
    leaves: z.array(scopeCode).meta({ description: 'what the caller may still ask of this application without it' }),
    decision: z.enum(['open', 'kept']),
    kept: kept.nullable(),
    keptBefore: kept.nullable().meta({ description: 'in an earlier review' }),
  })
  .meta({ id: 'ReviewCandidate' });
export type ReviewCandidate = z.infer<typeof reviewCandidate>;

export const candidatesPage = pageOf(reviewCandidate).extend({
  since: instant,
  trackedSince: instant.meta({ description: 'hand-outs before then are not known' }),
  countedUntil: instant.meta({ description: 'all hand-outs before then are counted' }),
});
export type CandidatesPage = z.infer<typeof candidatesPage>;

/** `GET /admin/v1/access-reviews/candidates/export`. */
export const exportCandidatesQuery = z.strictObject({
  since: since.optional(),
  recent,
  application: applicationName.optional(),
  callerId: uuid.optional(),
  decision: z.enum(['open', 'kept']).optional(),
  format: z.enum(['csv', 'json']),
});
export type ExportCandidatesQuery = z.infer<typeof exportCandidatesQuery>;

const entitledScope = z.strictObject({ callerId: uuid, application: applicationName, scope: scopeCode });
export type EntitledScopeBody = z.infer<typeof entitledScope>;
const AT_ONCE = 1_000;

/** `POST /admin/v1/access-reviews/keep`. */
export const keepRequest = z
  .strictObject({ entitlements: z.array(entitledScope).min(1).max(AT_ONCE), reason: text(500) })
  .meta({
    id: 'KeepEntitlements',
    example: {
      entitlements: [
        { callerId: '01a1fbcf-a63b-769e-a2dd-7720d501636c', application: 'demo', scope: 'Contact.User.mobile' },
      ],
      reason: 'payroll runs once a year',
    },
  });
export type KeepRequest = z.infer<typeof keepRequest>;
export const keepResponse = z.object({ kept: count }).meta({ id: 'KeptEntitlements' });
export type KeepResponse = z.infer<typeof keepResponse>;

/** `POST /admin/v1/access-reviews/narrow/preview`. */
export const previewNarrowingRequest = z
  .strictObject({ since: since.optional(), entitlements: z.array(entitledScope).min(1).max(AT_ONCE) })
  .meta({
    id: 'PreviewNarrowing',
    example: {
      entitlements: [
        { callerId: '01a1fbcf-a63b-769e-a2dd-7720d501636c', application: 'demo', scope: 'Contact.User.mobile' },
      ],
    },
  });
export type PreviewNarrowingRequest = z.infer<typeof previewNarrowingRequest>;

const lines = z.array(
  z.object({
    application: applicationName,
    scopes: z.array(scopeCode),
    delivery: z.array(z.enum(['token', 'handle'])),
  }),
);

export const narrowingPreview = z
  .object({
    since: instant,
    entitlements: count.meta({ description: 'how many would be taken, over all callers' }),
    callers: z.array(
      z.object({
        callerId: uuid,
        name: z.string(),
        policyVersion,
        remove: z.array(z.object({ application: applicationName, scope: scopeCode })),
        before: lines,
        after: lines.meta({ description: 'an entitlement that would have no scopes is gone' }),
        handleOnly: z
          .array(z.object({ application: applicationName, beyond: z.array(scopeCode) }))
          .meta({ description: 'where raw tokens would be too broad from then on, and by what' }),
      }),
    ),
    used: z
      .array(entitledScope.extend({ lastUsedAt: instant }))
      .meta({ description: 'asked for, but used since: not among what would be taken' }),
    gone: z.array(entitledScope).meta({ description: 'asked for, but not standing any more' }),
  })
  .meta({ id: 'NarrowingPreview' });
export type NarrowingPreview = z.infer<typeof narrowingPreview>;

/** `POST /admin/v1/access-reviews/narrow`: exactly what a preview has shown. */
export const narrowRequest = z
  .strictObject({
    since: since.optional(),
    reason: text(500),
    callers: z
      .array(
        z.strictObject({
          callerId: uuid,
          policyVersion: policyVersion.meta({ description: 'as the preview has it' }),
          remove: z
            .array(z.strictObject({ application: applicationName, scope: scopeCode }))
            .min(1)
            .max(AT_ONCE),
        }),
      )
      .min(1)
      .max(AT_ONCE)
      .refine((callers) => new Set(callers.map(({ callerId }) => callerId)).size === callers.length, {
        message: 'must not name a caller twice',
      }),
  })
  .meta({
    id: 'NarrowEntitlements',
    example: {
      reason: 'never used since June, review 2026-Q4',
      callers: [
        {
          callerId: '01a1fbcf-a63b-769e-a2dd-7720d501636c',
          policyVersion: 3,
          remove: [{ application: 'demo', scope: 'Contact.User.mobile' }],
        },
      ],
    },
  });
export type NarrowRequest = z.infer<typeof narrowRequest>;

export const narrowResponse = z
  .object({
    entitlements: count,
    callers: z.array(
      z.object({
        callerId: uuid,
        name: z.string(),
        policyVersion,
        replaced: policyVersion.meta({ description: 'the version to restore, should that be wanted' }),
        removed: z.array(z.object({ application: applicationName, scope: scopeCode })),
      }),
    ),
  })
  .meta({ id: 'NarrowedEntitlements' });
export type NarrowResponse = z.infer<typeof narrowResponse>;

const numbers = {
  entitlements: count.meta({ description: 'scopes that callers may ask for, each counted per caller and application' }),
  unused: count.meta({ description: 'of those, never used since' }),
  narrowed: count.meta({ description: 'taken since the last sign-off' }),
  kept: count,
  open: count.meta({ description: 'unused, and nobody has decided' }),
};
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256 of the decisions, one JSON a line, in hexadecimal' });

/** `GET /admin/v1/access-reviews/draft`. */
export const draftQuery = z.strictObject({ since: since.optional(), recent });
export type DraftQuery = z.infer<typeof draftQuery>;
export const reviewDraft = z
  .object({
    since: instant,
    trackedSince: instant,
    countedUntil: instant,
    ...numbers,
    digest,
    lastSignedAt: instant.nullable(),
  })
  .meta({ id: 'AccessReviewDraft' });
export type ReviewDraft = z.infer<typeof reviewDraft>;

/** `POST /admin/v1/access-reviews`: a sign-off of exactly what the draft has shown. */
export const signReviewRequest = z.strictObject({ since, recent, digest, note: text(1_000).optional() }).meta({
  id: 'SignAccessReview',
  example: {
    since: '2026-08-01T00:00:00Z',
    digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    note: 'quarterly review',
  },
});
export type SignReviewRequest = z.infer<typeof signReviewRequest>;

export const accessReview = z
  .object({
    id: uuid,
    since: instant,
    trackedSince: instant,
    signedAt: instant,
    signedBy: z.string(),
    note: z.string().nullable(),
    ...numbers,
    digest,
  })
  .meta({ id: 'AccessReview' });
export type AccessReviewBody = z.infer<typeof accessReview>;
export const accessReviewsPage = pageOf(accessReview);

/** `GET /admin/v1/access-reviews/{id}/decisions`, and what a digest is made of. */
export const reviewDecision = z
  .object({
    callerId: uuid,
    caller: z.string(),
    application: applicationName,
    scope: scopeCode,
    decision: z.enum(['kept', 'narrowed', 'open']),
    by: z.string().nullable(),
    at: instant.nullable(),
    reason: z.string().nullable(),
    givenAt: instant,
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'ReviewDecision' });
export type ReviewDecision = z.infer<typeof reviewDecision>;
export const reviewDecisionsPage = pageOf(reviewDecision);

/** `GET /admin/v1/access-reviews/{id}/export`. */
export const exportReviewQuery = z.strictObject({ format: z.enum(['csv', 'json']) });
export type ExportReviewQuery = z.infer<typeof exportReviewQuery>;
