import { scopeCatalogue } from '../scopes/scope-catalogue.js';

/** What `openAuth` is asked, in its own words (KB 0010, "unified-licensing-suite-sdk"). */
export interface OpenAuthQuestion {
  readonly clientId: string;
  readonly corpId?: string;
  /** Codes of interface points, separated by commas. */
  readonly rpcScope: string;
  /** The same of field points; often none. */
  readonly fieldScope: string;
  /** 0: what a person may give. 1 would be the organisation's to give, and leaves no token behind. */
  readonly type: 0;
}

/**
 * Of these points the ones a person can be asked for, and the identity scope, without which nobody could tell whose token it is. Left out are the
 * organisation's points, which DingTalk refuses here (500205), and the base points, which every application has. A point that the
 * catalogue does not know is the person's to refuse.
 */
export function personsSubsetOf(scopes: readonly string[]): string[] {
  const persons = scopes.filter((code) => {
    const scope = scopeCatalogue.find(code);
    return scope === undefined || (scope.kind !== 'app' && scope.type !== 'base');
  });
  return [...new Set([scopeCatalogue.identityScope, ...persons])].sort();
}

/** Splits the subset as DingTalk wants it (500202, 500203); a point that the catalogue does not know counts as an interface point. */
export function openAuthQuestion(
  clientId: string,
  corpId: string | undefined,
  subset: readonly string[],
): OpenAuthQuestion {
  const isField = (code: string) => scopeCatalogue.find(code)?.type === 'field';
  return {
    clientId,
    ...(corpId !== undefined && { corpId }),
    rpcScope: subset.filter((code) => !isField(code)).join(','),
    fieldScope: subset.filter(isField).join(','),
    type: 0,
  };
}
