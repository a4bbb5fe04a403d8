/** Which of a caller's two secrets is still in use. */
export const secrets = [
  // To end one of two secrets is safe once it is no longer used, and nobody can say that of a time before uses were noted.
  `alter table caller_secrets
    add column id uuid not null default gen_random_uuid() unique,
    add column last_used_at timestamptz,
    add column uses_noted_since timestamptz not null default now()`,
];
