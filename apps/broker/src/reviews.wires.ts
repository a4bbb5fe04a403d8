import { AuditLog, ScopeUses } from '@app/audit';
import { CallerStore, EntitlementHistory, GivenScopes, Handles, Suspensions } from '@app/callers';
import { Database } from '@app/database';
import { ApplicationStore, ScopePeople } from '@app/vault';
import type { Provider } from '@nestjs/common';
import { AccessReviews } from './admin/access-reviews.js';
import { CallerHistory } from './admin/caller-history.js';
import { ConsentRequests } from './admin/consent-requests.js';
import { NarrowEntitlements } from './admin/narrow-entitlements.js';
import { People } from './admin/people.js';
import { ReviewCandidates } from './admin/review-candidates.js';
import { ReviewDecisions } from './admin/review-decisions.js';
import { Scopes } from './admin/scopes.js';
import { WholeTokens } from './admin/whole-tokens.js';
import { ConsentLinks } from './procedures/consent-links.js';
import { wire } from './wire.js';

/** What operators look through: people and what they were asked, scopes, and who may ask for what without using it. */
export function reviewsWires(): Provider[] {
  return [
    wire(People, [Database, CallerStore, Handles, AuditLog]),
    wire(ConsentRequests, [Database, ConsentLinks, AuditLog]),
    wire(ScopeUses, [Database]),
    wire(ScopePeople, [Database]),
    wire(GivenScopes, [Database]),
    wire(EntitlementHistory, [Database]),
    wire(
      Scopes,
      [ApplicationStore, ScopePeople, CallerStore, GivenScopes, ScopeUses, Suspensions],
      (applications, people, callers, given, uses, suspensions) =>
        new Scopes({ applications, people, callers, given, uses, suspensions }),
    ),
    wire(
      CallerHistory,
      [Database, CallerStore, EntitlementHistory, ApplicationStore, WholeTokens, AuditLog],
      (database, callers, history, applications, wholeTokens, audit) =>
        new CallerHistory({ database, callers, history, applications, wholeTokens, audit }),
    ),
    wire(ReviewDecisions, [Database, GivenScopes]),
    wire(ReviewCandidates, [CallerStore, GivenScopes, ScopeUses, ReviewDecisions]),
    wire(
      NarrowEntitlements,
      [Database, CallerStore, GivenScopes, ScopeUses, ApplicationStore, ReviewCandidates, ReviewDecisions, AuditLog],
      (database, callers, given, uses, applications, candidates, decisions, audit) =>
        new NarrowEntitlements({ database, callers, given, uses, applications, candidates, decisions, audit }),
    ),
    wire(
      AccessReviews,
      [Database, ReviewCandidates, ReviewDecisions, CallerStore, GivenScopes, ScopeUses, AuditLog],
      (database, candidates, decisions, callers, given, uses, audit) =>
        new AccessReviews({ database, candidates, decisions, callers, given, uses, audit }),
    ),
  ];
}
