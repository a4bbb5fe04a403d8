import { recordHashSql } from '@app/audit';

/**
 * The hand-out statement: the only SQL that names tables of several libs, because one snapshot has to decide and one commit has
 * to record. For a whole batch it checks that each judgement is still current, finds the grants, decides each outcome and inserts
 * each audit record.
 *
 * - `judged`: a judgement made by an older version of the caller's or the common policy is `policy_stale`; the process judges again.
 *   A call through the gateway brings a handle: what it is was known when the request was judged, whether it has ended is known only here.
 * - `weighed`: one row for each place a grant may be in. Final grants are read too, because the reason in an answer comes from the
 *   newest grant; `ended_at desc` puts the live one, whose value is null, first. Which scopes are suspended was known when the request was
 *   judged; whether a token carries one of them is known only here.
 * - `picked`: the narrowest grant that suffices, ties broken by the application's name; if none suffices, the least bad answer. A grant
 *   that the process tried in vain to bring up to date is passed over for a wider one, but never for the advice to consent again.
 * - `asked`: whoever would be sent to consent may have been asked by this caller already. Looked up for those alone: the condition on
 *   `w.outcome` is decided before the index is touched. A refusal counts until the caller asks anew or the person consents after all.
 * - `spent`: a grant given for one time ends with its first use, which a token and a call through the gateway are and a handle is not, here, because of two statements that found it unspent only one may
 *   hand out: the second waits for the row and then finds its end moved. Nothing is spent if the epoch has moved. Whoever comes
 *   second asks again, and reads that the grant has expired.
 * - `recorded`: stale outcomes come back with their need fulfilled and are recorded then, so each request leaves exactly one record.
 * - `issued`: a handle exists from the same commit as its record, carries what was asked for, and ends with the token at the latest.
 * - `written`: the hashes are made of the rows as they are stored, and go back for the lane's chain, all together in one row, because a join
 *   of two small tables of unknown size takes quadratic time.
 * - `lane`: takes the numbers. If the epoch has moved, a revocation has ended in between: no row, no record, nothing leaves, and
 *   the process reads the epoch and sends again. Since this update and the records are one statement, a revocation that raises
 *   epochs afterwards sees every record of every statement that got past this point.
 *
 * The version of the common policy is a scalar subquery, not a join: before its first `analyze` PostgreSQL takes a table of one row
 * for one of thousands, and the estimate would grow until every statement is compiled by JIT first.
 *
 * The arrays are scalar subqueries for the like reason: of a bare parameter the planner sees the length, takes a plan made for it to be
 * cheaper than the general one, and so makes a new plan for every statement, which costs several times its execution when few arrive together.
 *
 * Scope lists travel as one text each, separated by spaces, because PostgreSQL cannot take arrays of different lengths as a
 * column of an unnest.
 */
export const handOutSql = `
with request as (
  select * from unnest((select $3::int[]), (select $4::uuid[]), (select $5::uuid[]), (select $6::bigint[]), (select $7::bigint[]),
      (select $8::text[]), (select $9::text[]), (select $10::text[]), (select $11::text[]), (select $12::text[]),
      (select $13::int[]), (select $14::timestamptz[]), (select $15::text[]), (select $16::text[]), (select $17::text[]),
      (select $18::text[]), (select $19::bytea[]), (select $20::int[]), (select $21::bytea[]), (select $22::bytea[]),
      (select $23::text[]))
    as r(n, record_id, caller_id, caller_policy_version, policy_state_version, refusal, rule, user_id, union_id,
      scopes_text, minimum_seconds, arrived_at, delivery, purpose, request_id, corp_id,
      handle_hash, ttl_seconds, certificate_hash, key_hash, operation)
), candidate as (
  select * from unnest((select $24::int[]), (select $25::text[]), (select $26::text[]), (select $27::text[]), (select $28::text[]),
      (select $29::boolean[]), (select $30::boolean[]), (select $31::text[]))
    as k(n, application, corp_id, rule, may_hold_text, whole_token, passed_over, barred_text)
), judged as materialized (
  select r.*, c.name as caller_name, string_to_array(r.scopes_text, ' ') as scopes, h.grant_id as handle_grant_id,
    h.handout_id as handle_handout_id,
    case
      when c.policy_version <> r.caller_policy_version
        or (select version from policy_state) <> r.policy_state_version then 'policy_stale'
      when r.delivery = 'gateway' and h.grant_id is null then 'unauthenticated'
      else r.refusal
    end as verdict
  from request r
  join callers c on c.id = r.caller_id
  left join lateral (
    select grant_id, handout_id from handles
    where r.delivery = 'gateway' and corp_id = r.corp_id and handle_hash = r.handle_hash and caller_id = r.caller_id
      and ended_at is null and expires_at > now()
  ) h on true
), weighed as materialized (
  select j.n, k.application, k.corp_id, k.rule, g.id as grant_id, g.user_id, g.union_id, g.scopes, g.created_at, g.consented_at,
    g.token_version, g.once, g.ends_at,
    g.access_token_sealed, g.access_token_expires_at, cardinality(g.scopes) as width,
    case
      when j.delivery = 'gateway' and (g.id is distinct from j.handle_grant_id or g.ended_at is not null or g.ends_at <= now())
        then 'unauthenticated'
      when g.id is null or g.state in ('revoked', 'expired', 'needs_consent') or g.ends_at <= now() then 'consent_required'
      when g.state = 'suspended' or j.delivery = 'token' and g.scopes && string_to_array(k.barred_text, ' ') then 'forbidden_by_policy'
      when not j.scopes <@ g.scopes then 'consent_required'
      when g.observed_at is null and j.delivery = 'token'
        then case when k.passed_over then 'temporarily_unavailable' else 'unobserved' end
      when j.delivery = 'token' and not k.whole_token and not g.scopes <@ string_to_array(k.may_hold_text, ' ') then 'token_too_broad'
      when g.access_token_expires_at <= now() or (
        g.access_token_expires_at <= now() + make_interval(secs => j.minimum_seconds)
        and not coalesce(g.tokens_obtained_at >= j.arrived_at, false)
      ) then case when k.passed_over then 'temporarily_unavailable' else 'token_stale' end
      else j.delivery
    end as outcome,
    case
      when g.id is null then 'no_grant'
      when g.state = 'revoked' then 'grant_revoked'
      when g.state = 'expired' or g.ends_at <= now() then 'grant_expired'
      when g.state = 'needs_consent' then g.reason
      when not j.scopes <@ g.scopes then 'scopes_missing'
    end as reason,
    case when g.state in ('active', 'needs_consent') and not j.scopes <@ g.scopes
      then array(select unnest(j.scopes) except select unnest(g.scopes) order by 1) end as missing,
    string_to_array(k.may_hold_text, ' ') as may_hold
  from judged j
  join candidate k on k.n = j.n
  left join lateral (
    (select * from grants where corp_id = k.corp_id and application = k.application and user_id = j.user_id
      order by ended_at desc limit 1)
    union all
    (select * from grants where corp_id = k.corp_id and application = k.application and union_id = j.union_id
      order by ended_at desc limit 1)
  ) g on true
  where j.verdict is null
), picked as materialized (
  select distinct on (n) * from weighed
  order by n,
    case outcome when 'consent_required' then 4 when 'forbidden_by_policy' then 3 when 'token_too_broad' then 2
      when 'temporarily_unavailable' then 1 else 0 end,
    case when outcome = 'consent_required' then created_at end desc nulls last,
    width, application
), decided as materialized (
  select j.n, j.record_id, j.caller_id, j.caller_name, coalesce(j.verdict, asked.outcome, w.outcome) as outcome,
    case when j.verdict is not null then j.rule when w.outcome = 'forbidden_by_policy' then 'suspended' else w.rule end as rule,
    case when w.outcome = 'consent_required' then w.reason end as reason,
    case when w.outcome = 'consent_required' then coalesce(w.missing, j.scopes) end as missing,
    case when w.outcome = 'token_too_broad'
      then array(select unnest(w.scopes) except select unnest(w.may_hold) order by 1) end as beyond,
    w.application, coalesce(w.corp_id, j.corp_id) as corp_id, w.grant_id, coalesce(w.user_id, j.user_id) as user_id,
    coalesce(w.union_id, j.union_id) as union_id, w.scopes as granted_scopes, j.scopes as asked_scopes, w.token_version,
    w.access_token_sealed, w.access_token_expires_at, j.delivery, j.purpose, j.request_id, j.operation, j.handle_handout_id,
    j.handle_hash, j.certificate_hash, j.key_hash, coalesce(j.verdict, w.outcome) in ('token', 'handle', 'gateway') as leaves,
    case j.delivery when 'token' then w.access_token_expires_at
      when 'handle' then least(now() + make_interval(secs => j.ttl_seconds), w.access_token_expires_at) end as live_until,
    coalesce(w.once, false) and coalesce(j.verdict, w.outcome) in ('token', 'gateway') as spends, w.ends_at,
    case when asked.outcome is not null then asked.id end as consent_id, asked.expires_at as consent_expires_at
  from judged j left join picked w on w.n = j.n
  left join lateral (
    select c.id, c.expires_at, case
        when c.state = 'pending' and c.expires_at > now() then 'consent_pending'
        when c.state = 'rejected' and not coalesce(w.consented_at > c.completed_at, false) then 'consent_rejected'
      end as outcome
    from (
      (select id, state, expires_at, completed_at from consents
        where w.outcome = 'consent_required' and caller_id = j.caller_id and application = w.application and corp_id = w.corp_id
          and user_id = j.user_id and origin = 'request' and j.scopes <@ scopes order by created_at desc limit 1)
      union all
      (select id, state, expires_at, completed_at from consents
        where w.outcome = 'consent_required' and caller_id = j.caller_id and application = w.application and corp_id = w.corp_id
          and union_id = j.union_id and origin = 'request' and j.scopes <@ scopes order by created_at desc limit 1)
    ) c
  ) asked on true
), spent as (
  update grants g set ends_at = now(), updated_at = now()
  from (select distinct on (grant_id) n, corp_id, grant_id, ends_at from decided where spends order by grant_id, n) once,
    (select lane from handout_lanes where lane = $1 and epoch = $2 for update) open_lane
  where g.corp_id = once.corp_id and g.id = once.grant_id and g.state = 'active' and g.ends_at is not distinct from once.ends_at
  returning once.n
), recorded as materialized (
  select d.*, row_number() over (order by d.n) as number from decided d
  where d.outcome not in ('policy_stale', 'token_stale', 'unobserved') and (not d.spends or d.n in (select n from spent))
), lane as (
  update handout_lanes set seq = seq + (select count(*) from recorded)
  where lane = $1 and epoch = $2
  returning lane, seq - (select count(*) from recorded) as base
), issued as (
  insert into handles (corp_id, handle_hash, handout_id, caller_id, grant_id, application, user_id, union_id, scopes, purpose,
    certificate_hash, key_hash, issued_at, expires_at)
  select r.corp_id, r.handle_hash, r.record_id, r.caller_id, r.grant_id, r.application, r.user_id, r.union_id, r.asked_scopes, r.purpose,
    r.certificate_hash, r.key_hash, now(), r.live_until
  from recorded r cross join lane l where r.leaves and r.delivery = 'handle'
), written as (
  insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application, user_id,
    union_id, scopes, purpose, rule, handout_id, delivery, token_version, live_until, request_id, details)
  select coalesce(r.corp_id, '-'), r.record_id, now(), l.lane, l.base + r.number,
    case when not r.leaves then 'handout.refused' when r.delivery = 'gateway' then 'gateway.called' else r.delivery || '.handed_out' end,
    r.outcome, 'caller:' || r.caller_name, r.caller_id, r.grant_id, r.application, r.user_id, r.union_id,
    case when r.leaves and r.delivery = 'token' then r.granted_scopes else r.asked_scopes end, r.purpose, r.rule,
    case when r.leaves then r.record_id end, case when r.leaves then r.delivery end,
    case when r.leaves then r.token_version end, case when r.leaves then r.live_until end, r.request_id,
    case when coalesce(r.reason, r.operation) is not null
      then jsonb_strip_nulls(jsonb_build_object('reason', r.reason, 'consentId', r.consent_id, 'operation', r.operation,
        'handle', r.handle_handout_id)) end
  from recorded r cross join lane l
  returning seq, ${recordHashSql('audit_events')} as hash
), told as (
  select min(seq)::int as first_seq, string_agg(hash, ''::bytea order by seq) as hashes from written
)
select d.n, case when s.n is not null or not d.spends then d.outcome else 'spent_meanwhile' end as outcome, d.rule, d.reason, d.missing, d.beyond, d.application, d.corp_id as "corpId", d.grant_id as "grantId",
  d.user_id as "userId", d.union_id as "unionId", d.granted_scopes as "grantedScopes", d.token_version as "tokenVersion",
  case when d.outcome in ('token', 'gateway') and (s.n is not null or not d.spends) then d.access_token_sealed end as "accessTokenSealed",
  d.live_until as "liveUntil", d.consent_id as "consentId", d.consent_expires_at as "consentExpiresAt",
  now() as "decidedAt", t.first_seq as "firstSeq", t.hashes
from decided d cross join lane l left join spent s on s.n = d.n left join told t on d.n = (select min(n) from decided)`;

/** What the statement answers for one request. */
export interface HandOutRow {
  readonly n: number;
  readonly outcome:
    | 'token'
    | 'handle'
    | 'gateway'
    | 'unauthenticated'
    | 'policy_stale'
    | 'token_stale'
    | 'unobserved'
    | 'spent_meanwhile'
    | 'consent_required'
    | 'consent_pending'
    | 'consent_rejected'
    | 'forbidden_by_policy'
    | 'token_too_broad'
    | 'invalid_request'
    | 'temporarily_unavailable';
  readonly rule: string | null;
  readonly reason: string | null;
  readonly missing: string[] | null;
  readonly beyond: string[] | null;
  readonly application: string | null;
  readonly corpId: string | null;
  readonly grantId: string | null;
  readonly userId: string | null;
  readonly unionId: string | null;
  readonly grantedScopes: string[] | null;
  readonly tokenVersion: number | null;
  /** Of `token` and `gateway` alone: whoever gets a handle gets no token. */
  readonly accessTokenSealed: Buffer | null;
  /** Until when what leaves is good; null for a call through the gateway, which is over when it is answered. */
  readonly liveUntil: Date | null;
  /** The consent this caller asked for, of `consent_pending` and `consent_rejected`. */
  readonly consentId: string | null;
  readonly consentExpiresAt: Date | null;
  readonly decidedAt: Date;
  /** In one row of a batch: number of its first record in the lane, and SHA-256 of the lines of all, one behind the other. */
  readonly firstSeq: number | null;
  readonly hashes: Buffer | null;
}
