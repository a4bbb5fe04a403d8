import { isMap, isSeq, Pair, type YAMLMap } from 'yaml';
import { scopeCatalogue } from '../scopes/scope-catalogue.js';
import { CONTEXT, DELEGATED_SCOPES, filledInBy, isAuthCode } from './skill-context.js';
import { SkillFile, type SkillOperation } from './skill-file.js';

const NAME = 'oauthAuthCode';
const DESCRIPTION = 'OAuth授权码';
const codeSchema = { type: 'string', [CONTEXT]: { property: 'currentUser', format: 'oauthAuthCode' } };

export interface AnnotateOptions {
  readonly scopes: readonly string[];
  /** Where the code shall arrive: in the query, as DingTalk's own example has it, or in the JSON body where an operation has one. */
  readonly in: 'query' | 'body';
}

/**
 * The skill's OpenAPI file, changed so that DingTalk asks people for these points, the identity scope among them, and sends each operation a
 * code for their tokens. What is there already stays. Throws `SkillFileError`.
 */
export function annotateSkill(text: string, { scopes, in: where }: AnnotateOptions): string {
  const file = new SkillFile(text);
  addScopes(file, [scopeCatalogue.identityScope, ...scopes]);
  for (const operation of file.operations) {
    if (filledInBy(file, operation).some(isAuthCode)) continue;
    if (where === 'body' && operation.body) addProperty(file, operation.body);
    else addParameter(file, operation);
  }
  return file.toString();
}

function addScopes({ document, root }: SkillFile, scopes: readonly string[]): void {
  const present = root.get(DELEGATED_SCOPES, true);
  if (isSeq(present)) {
    const known = new Set((present.toJSON() as unknown[]).map(String));
    for (const scope of new Set(scopes)) if (!known.has(scope)) present.add(document.createNode(scope));
    return;
  }
  const list = new Pair(document.createNode(DELEGATED_SCOPES), document.createNode([...new Set(scopes)]));
  root.delete(DELEGATED_SCOPES);
  const paths = root.items.findIndex(({ key }) => String(key) === 'paths');
  root.items.splice(paths, 0, list);
}

function addParameter({ document }: SkillFile, { node }: SkillOperation): void {
  const parameter = document.createNode({ name: NAME, in: 'query', description: DESCRIPTION, schema: codeSchema });
  const parameters = node.get('parameters', true);
  if (isSeq(parameters)) parameters.add(parameter);
  else node.set('parameters', document.createNode([parameter]));
}

function addProperty({ document }: SkillFile, body: YAMLMap): void {
  const property = document.createNode({ description: DESCRIPTION, ...codeSchema });
  const properties = body.get('properties', true);
  if (isMap(properties)) properties.set(NAME, property);
  else body.set('properties', document.createNode({ [NAME]: property }));
}
