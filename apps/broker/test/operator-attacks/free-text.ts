/** What is read of the OpenAPI document. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: object;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** A member of a request in which anything can be written. */
export interface FreeText {
  readonly method: string;
  readonly path: string;
  /** Of the member, from the body on. */
  readonly pointer: readonly string[];
  /** A body that would be accepted as it is. */
  readonly example: object;
}

/** Every member of every JSON request below these addresses that is text without a form. */
export function freeTextOf(document: ApiDocument, below: RegExp): FreeText[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    below.test(path)
      ? Object.entries(methods).flatMap(([method, { requestBody }]) => {
          const schema = resolved(document, requestBody?.content['application/json']?.schema ?? {});
          return pointersIn(document, schema).map((pointer) => ({
            method: method.toUpperCase(),
            path,
            pointer,
            example: schema.example ?? {},
          }));
        })
      : [],
  );
}

/** The example with this text in that member; where a list or an object is missing on the way, it is made. */
export function bodyWith({ example, pointer }: FreeText, text: string): object {
  const put = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (name === undefined) return text;
    if (name === '0') {
      const [first, ...others] = Array.isArray(value) ? value : [];
      return [put(first, rest), ...others];
    }
    const members = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    return { ...members, [name]: put(members[name], rest) };
  };
  return put(structuredClone(example), pointer) as object;
}

function pointersIn(document: ApiDocument, schema: Schema): string[][] {
  const { type, items, properties = {}, anyOf = [], oneOf = [], allOf = [], ...rules } = resolved(document, schema);
  const isFree = type === 'string' && !rules.enum && !rules.format && !rules.pattern;
  const found = [
    ...(isFree ? [[]] : []),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((part) => pointersIn(document, part)),
    ...(items ? pointersIn(document, items).map((pointer) => ['0', ...pointer]) : []),
    ...Object.entries(properties).flatMap(([name, member]) =>
      pointersIn(document, member).map((pointer) => [name, ...pointer]),
    ),
  ];
  return [...new Map(found.map((pointer) => [pointer.join('/'), pointer])).values()];
}

function resolved(document: ApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(document, document.components.schemas[name] ?? {});
}
