import { z } from 'zod';
import { scopeCatalogue } from './scopes/scope-catalogue.js';

/** The row of `authRules/user` that lists interface points; every other row is an entity with its granted fields. */
const INTERFACES = 'rpc_auth';

const code = z.string().min(1).max(128);

/** Scope codes as the catalogue spells them: interface points as they are, fields as `entity.field`; sorted, each once. */
export const grantedScopesSchema = z
  .object({
    result: z.array(z.object({ resource: code, authItems: z.array(code).max(2000).nullish() })).max(500),
  })
  .transform(({ result }) => {
    const scopes = result.flatMap(({ resource, authItems }) =>
      (authItems ?? []).map((item) => (resource === INTERFACES ? item : fieldCode(resource, item))),
    );
    return [...new Set(scopes)].sort();
  });

/** Most field points are called entity and field; `fieldEmail` is a point of its own, and applications declare it by that name. */
function fieldCode(resource: string, item: string): string {
  return scopeCatalogue.find(item)?.type === 'field' ? item : `${resource}.${item}`;
}
