import type { Entitlement } from '@app/callers';
import type { EntitlementBody } from '@app/contract';
import { BrokerError } from '@app/errors';
import type { Application, ApplicationStore } from '@app/vault';

/**
 * The applications that entitlements may name. One beyond what its application declares could never be used, so it is refused where it is
 * written: throws `invalid_request`.
 */
export async function applicationsOf(
  applications: ApplicationStore,
  entitlements: readonly EntitlementBody[],
): Promise<ReadonlyMap<string, Application>> {
  const known = new Map((await applications.all()).map((application) => [application.name, application]));
  const errors = entitlements.flatMap(({ application, scopes }, index) => {
    const declared = known.get(application)?.scopes;
    if (!declared) return [{ pointer: `/entitlements/${index}/application`, reason: 'is not registered' }];
    return scopes
      .filter((scope) => !declared.includes(scope))
      .map((scope) => ({
        pointer: `/entitlements/${index}/scopes`,
        reason: `${scope} is not declared by ${application}`,
      }));
  });
  if (errors.length > 0) throw BrokerError.invalidRequest(errors);
  return known;
}

/** What operators write, as it is kept and judged. */
export function entitlementOf(body: EntitlementBody): Omit<Entitlement, 'position'> {
  return {
    ...body,
    people: body.people ?? { all: true },
    expiresAt: body.expiresAt === undefined ? null : new Date(body.expiresAt),
    wholeTokenReason: body.wholeTokenReason ?? null,
    ratePerSecond: body.ratePerSecond ?? null,
    personRatePerSecond: body.personRatePerSecond ?? null,
  };
}
