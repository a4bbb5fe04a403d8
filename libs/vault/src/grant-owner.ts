/** Whose grant it is; for the audit record that is committed together with the change. */
export interface GrantOwner {
  readonly application: string;
  readonly unionId: string;
  readonly userId: string | null;
}

/** The same as a statement returns it. */
export interface OwnerRow {
  application: string;
  union_id: string;
  user_id: string | null;
}

export function ownerOf({ application, union_id, user_id }: OwnerRow): GrantOwner {
  return { application, unionId: union_id, userId: user_id };
}
