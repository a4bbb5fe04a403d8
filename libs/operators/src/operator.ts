/** `owner` may do anything, `admin` all but say who the operators are, `auditor` reads. */
export const operatorRoles = ['owner', 'admin', 'auditor'] as const;
export type OperatorRole = (typeof operatorRoles)[number];

/** A person or a program that administers the broker. */
export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** The person at DingTalk who signs in as this operator; null for a program. */
  readonly unionId: string | null;
  /** Who signs in as this operator through an OpenID Connect provider: the subject, as that issuer knows it. Both or neither. */
  readonly oidcIssuer: string | null;
  readonly oidcSubject: string | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
