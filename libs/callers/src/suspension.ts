/** What can be suspended beside a caller, a grant and a whole application, each of which carries its own. */
export type SuspensionSubject =
  | { readonly kind: 'organisation'; readonly corpId: string }
  | { readonly kind: 'scope'; readonly scope: string }
  | { readonly kind: 'application_in_organisation'; readonly application: string; readonly corpId: string };

/** The last word of one source about one subject. */
export interface Suspension {
  readonly id: string;
  readonly kind: SuspensionSubject['kind'];
  readonly application: string | null;
  readonly corpId: string | null;
  readonly scope: string | null;
  readonly source: 'operator' | 'dingtalk';
  /** `operator:<name>` and so on; see `AuditAct.actor`. */
  readonly actor: string;
  readonly reason: string;
  /** Since when that word counts. */
  readonly effectiveAt: Date;
  /** Null while it holds. */
  readonly liftedAt: Date | null;
}

export interface SuspensionFilter {
  readonly kind?: SuspensionSubject['kind'] | undefined;
  /** True: only those that hold; false: only those that were lifted. */
  readonly holds?: boolean | undefined;
}

/** Where a page ended. The time is text because the database keeps microseconds and a `Date` does not. */
export interface SuspensionPosition {
  readonly effectiveAt: string;
  readonly id: string;
}

/** What stands in the way of this application there: the organisation itself, or the application within it. */
export function suspensionIn(
  suspensions: readonly SuspensionSubject[],
  application: string,
  corpId: string,
): SuspensionSubject | undefined {
  return suspensions.find(
    (each) =>
      each.kind !== 'scope' &&
      each.corpId === corpId &&
      (each.kind === 'organisation' || each.application === application),
  );
}

/** Is the organisation suspended, or this application within it? */
export function isSuspendedIn(suspensions: readonly SuspensionSubject[], application: string, corpId: string): boolean {
  return suspensionIn(suspensions, application, corpId) !== undefined;
}
