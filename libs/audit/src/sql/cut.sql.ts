export const cutSql = `
  select to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as until, cut_id as id from audit_cut`;
