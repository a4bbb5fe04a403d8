import type { Suspensions } from '@app/callers';
import type { SuspensionEffectResponse } from '@app/contract';
import type { Database } from '@app/database';

const live = `state in ('active', 'suspended', 'needs_consent')`;

/** Counted no further than that: whoever suspends so much knows enough. */
const COUNTED_MAX = 10_000;

const grantsOfOrganisationSql = `
  select count(*)::int as grants from (select from grants where corp_id = $1 and ${live} limit $2) g`;

const grantsWithScopeSql = `
  select count(*)::int as grants from (select from grants where ${live} and scopes @> array[$1::text] limit $2) g`;

/** Those whose entitlements reach somebody there: by saying so, or by not saying where. */
const callersInOrganisationSql = `
  select distinct c.id, c.name from entitlements e
  join callers c on c.id = e.caller_id join applications a on a.name = e.application
  where (e.expires_at is null or e.expires_at > now()) and coalesce(a.corp_id, $1) = $1
    and (e.people is null or e.people -> 'organisations' ? $1
      or exists (select from jsonb_array_elements(e.people -> 'persons') p where coalesce(p ->> 'corpId', $1) = $1))
  order by c.name`;

const callersOfScopeSql = `
  select distinct c.id, c.name from entitlements e join callers c on c.id = e.caller_id
  where (e.expires_at is null or e.expires_at > now()) and $1 = any(e.scopes) order by c.name`;

type Subject =
  | { readonly kind: 'organisation'; readonly corpId: string }
  | { readonly kind: 'scope'; readonly scope: string };

/** What a suspension would stop, in numbers, for whoever is about to order it. */
export class SuspensionEffect {
  constructor(
    private readonly database: Database,
    private readonly suspensions: Suspensions,
  ) {}

  async of(subject: Subject): Promise<SuspensionEffectResponse> {
    const [grantsSql, callersSql, key] =
      subject.kind === 'scope'
        ? [grantsWithScopeSql, callersOfScopeSql, subject.scope]
        : [grantsOfOrganisationSql, callersInOrganisationSql, subject.corpId];
    const [[counted], callers, word] = await Promise.all([
      this.database.query<{ grants: number }>(grantsSql, [key, COUNTED_MAX]),
      this.database.query<{ id: string; name: string }>(callersSql, [key]),
      this.suspensions.find(subject, 'operator'),
    ]);
    return { grants: counted?.grants ?? 0, callers, suspended: word !== undefined && word.liftedAt === null };
  }
}
