import { parse, YAMLError } from 'yaml';
import { Problem } from '../control/problem.js';

/** Something an operation takes. */
export interface SkillInput {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly required: boolean;
  /** How the assistant fills it in by itself. */
  readonly context?: { readonly property: string; readonly format: string };
  /** What is sent when the conversation says nothing of it. */
  readonly fallback?: unknown;
}

export interface SkillOperation {
  /** Its `operationId`, else as `POST /path`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly inputs: readonly SkillInput[];
  /** Whether it has a JSON body at all. */
  readonly hasBody: boolean;
  /** The person sees what it would be called with, first. */
  readonly confirm: boolean;
}

/** An assistant's skill, as far as running it goes. */
export interface SkillFile {
  readonly title: string;
  readonly server: string | undefined;
  /** Points the person is asked for. */
  readonly scopes: readonly string[];
  readonly operations: readonly SkillOperation[];
}

type Fields = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const PLACES = ['path', 'query', 'header'] as const;
/** A file that refers in circles ends here. */
const REFERENCES_MAX = 20;

/**
 * Reads an OpenAPI 3.0 file with DingTalk's extensions, in YAML or JSON.
 * @throws Problem 400 when it is neither, or has nothing to call
 */
export function readSkill(text: string): SkillFile {
  const root = fieldsOf(parsed(text));
  const resolve = (value: unknown): Fields => {
    let found = fieldsOf(value);
    for (let hops = 0; typeof found.$ref === 'string' && hops < REFERENCES_MAX; hops += 1) {
      found = fieldsOf(
        found.$ref
          .split('/')
          .slice(1)
          .reduce((at: unknown, part) => fieldsOf(at)[unescaped(part)], root),
      );
    }
    return found;
  };
  const operations = Object.entries(fieldsOf(root.paths)).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const shared = fieldsOf(item);
      if (shared[method] === undefined) return [];
      return [operationOf(method, path, listOf(shared.parameters), fieldsOf(shared[method]), resolve)];
    }),
  );
  if (operations.length === 0) throw bad('It has no operation: an assistant has nothing to call.');
  return {
    title: textOf(fieldsOf(root.info).title) ?? 'skill',
    server: textOf(fieldsOf(listOf(root.servers)[0]).url),
    scopes: listOf(root['x-dingtalk-delegated-scopes']).map(String),
    operations,
  };
}

function operationOf(
  method: string,
  path: string,
  shared: readonly unknown[],
  operation: Fields,
  resolve: (value: unknown) => Fields,
): SkillOperation {
  const content = fieldsOf(resolve(operation.requestBody).content);
  const body = resolve(resolve(content['application/json']).schema);
  const required = listOf(body.required).map(String);
  const parameters = [...shared, ...listOf(operation.parameters)].map(resolve).flatMap((parameter) => {
    const place = PLACES.find((known) => known === parameter.in);
    const name = textOf(parameter.name);
    if (place === undefined || name === undefined) return [];
    return [inputOf(name, place, parameter.required === true || place === 'path', resolve(parameter.schema))];
  });
  // DingTalk fills in and sends the first level of a body alone.
  const properties = Object.entries(fieldsOf(body.properties)).map(([name, schema]) =>
    inputOf(name, 'body', required.includes(name), resolve(schema)),
  );
  return {
    name: textOf(operation.operationId) ?? `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    inputs: [...parameters, ...properties],
    hasBody: content['application/json'] !== undefined,
    confirm: operation['x-dingtalk-params-confirm'] === true,
  };
}

function inputOf(name: string, place: SkillInput['in'], required: boolean, schema: Fields): SkillInput {
  const { property, format } = fieldsOf(schema['x-dingtalk-context']);
  const filled = typeof property === 'string' && typeof format === 'string';
  return {
    name,
    in: place,
    required,
    ...(filled && { context: { property, format } }),
    fallback: schema['x-dingtalk-default'] ?? schema.default,
  };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLError) && !(error instanceof ReferenceError)) throw error;
    throw bad(`It is neither YAML nor JSON: ${error.message.split('\n', 1)[0]}`);
  }
}

const bad = (reason: string) => new Problem(400, 'Bad request', `The OpenAPI file cannot be used. ${reason}`);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
/** RFC 6901. */
const unescaped = (part: string): string => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
