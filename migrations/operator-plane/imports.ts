import { underKnownKeys } from './sealed-values.js';

/** Grants that move in from another system. */
export const imports = [
  `alter table grants drop constraint grants_channel_check,
    add constraint grants_channel_check check (channel in ('browser', 'in_client', 'assistant_skill', 'plugin', 'import')) not valid`,
  'alter table grants validate constraint grants_channel_check',
  // A line of an import. Its tokens are those it was brought with, then those that DingTalk gave for them; decided, it has none.
  `create table import_rows (
    id uuid primary key,
    job_id uuid not null references jobs (id),
    line integer not null check (line > 0),
    application text not null references applications (name),
    corp_id text,
    expected_user_id text,
    expected_union_id text,
    refresh_token_sealed bytea,
    access_token_sealed bytea,
    token_version integer not null default 1 check (token_version > 0),
    obtained_at timestamptz,
    expire_in integer,
    tokens_corp_id text,
    attempt_id uuid,
    in_doubt boolean not null default false,
    tries integer not null default 0,
    retry_at timestamptz,
    outcome text,
    grant_id uuid,
    finished_at timestamptz,
    constraint import_rows_once unique (job_id, line),
    constraint import_rows_decided_holds_no_token check (
      case when outcome is null then refresh_token_sealed is not null and finished_at is null
        else num_nonnulls(refresh_token_sealed, access_token_sealed, attempt_id, retry_at) = 0 and finished_at is not null end
    ),
    constraint import_rows_granted check ((coalesce(outcome, '') in ('stored', 'replaced')) = (grant_id is not null)),
    constraint import_rows_refreshed check (access_token_sealed is null or num_nonnulls(obtained_at, expire_in) = 2)
  )`,
  'create index import_rows_undecided on import_rows (job_id, line) where outcome is null',
  'create index import_rows_of_outcome on import_rows (job_id, outcome, line)',
  'create index import_rows_to_forget on import_rows (finished_at) where finished_at is not null',
  ...underKnownKeys('import_rows', ['access_token', 'refresh_token']),
];
