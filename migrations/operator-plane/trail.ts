/** The audit trail: what was taken out of it, and who reads it as it grows. */
export const trail = [
  // What an erased record's line was and is, as hashes. `erasure_id` is the record that says so, named by a checkpoint with all of its entries.
  `create table audit_erasures (
    lane bigint not null,
    seq bigint not null,
    original_hash bytea not null check (octet_length(original_hash) = 32),
    erased_hash bytea not null check (octet_length(erased_hash) = 32),
    erasure_id uuid not null,
    primary key (lane, seq)
  )`,
  'create index audit_erasures_of_act on audit_erasures (erasure_id, lane, seq)',
  // Where the trail begins since retention removed what was before, as the record `cut_id` says.
  `create table audit_cut (
    only_row boolean primary key default true check (only_row),
    until timestamptz not null,
    cut_id uuid not null
  )`,
  // Removed records between the checkpoint from which a shortened lane begins and the cut, by their hashes alone.
  `create table audit_cut_records (
    lane bigint not null,
    seq bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    primary key (lane, seq)
  )`,
  // How far each follower of the trail has read, in each lane. Every lane up to `settled` is closed and read to its end.
  `create table audit_followers (
    follower text primary key,
    tracked_since timestamptz not null,
    caught_up_at timestamptz,
    settled bigint not null default 0
  )`,
  `create table audit_cursors (
    follower text not null references audit_followers (follower),
    lane bigint not null,
    seq bigint not null check (seq > 0),
    primary key (follower, lane)
  )`,
  `create table audit_checkpoint_cursors (
    follower text not null references audit_followers (follower),
    replica uuid not null,
    number integer not null check (number > 0),
    primary key (follower, replica)
  )`,
];
