import { describe, expect, it } from '@jest/globals';
import { breakingChanges } from '../steps/openapi-changes.mjs';

const document = () => ({
  paths: {
    '/v1/grants/{id}': {
      patch: {
        operationId: 'changeGrant',
        parameters: [{ in: 'query', name: 'limit', required: false, schema: { type: 'integer', maximum: 200 } }],
        requestBody: {
          required: false,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['reason'],
                properties: {
                  reason: { type: 'string', maxLength: 500 },
                  kind: { type: 'string', enum: ['a', 'b'] },
                  note: { type: 'string' },
                },
              },
            },
          },
        },
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Grant' } } } } },
      },
    },
  },
  components: {
    schemas: {
      Grant: {
        type: 'object',
        required: ['id', 'scopes'],
        properties: {
          id: { type: 'string' },
          scopes: { type: 'array', items: { $ref: '#/components/schemas/Scope' } },
          parent: { $ref: '#/components/schemas/Grant' },
        },
      },
      Scope: { type: 'object', properties: { code: { type: 'string' } } },
    },
  },
});
type Document = ReturnType<typeof document>;

const operation = ({ paths }: Document) => paths['/v1/grants/{id}'].patch;
const body = (of: Document) => operation(of).requestBody.content['application/json'].schema;
const schemas = ({ components }: Document) => components.schemas;

/** What is said of a document after this was done to it. */
const saidOf = (change: (of: Document) => unknown) => {
  const present = document();
  change(present);
  return breakingChanges(document(), present);
};

const AT = 'PATCH /v1/grants/{id}';

describe(breakingChanges.name, () => {
  it.each<[string, (of: Document) => unknown, string]>([
    ['an address that is gone', (of) => Reflect.deleteProperty(of.paths, '/v1/grants/{id}'), `${AT}: is gone`],
    [
      'another name of an operation',
      (of) => Object.assign(operation(of), { operationId: 'x' }),
      `${AT}: is called x now, so links to it are dead`,
    ],
    ['a parameter that is gone', (of) => operation(of).parameters.pop(), `${AT}: the parameter limit is gone`],
    [
      'a parameter that has to be sent',
      (of) => Object.assign(operation(of).parameters[0] ?? {}, { required: true }),
      `${AT}: the parameter limit has to be sent now`,
    ],
    [
      'a lower limit of a parameter',
      (of) => Object.assign(operation(of).parameters[0]?.schema ?? {}, { maximum: 100 }),
      `${AT}: parameter limit: maximum is 100 now`,
    ],
    [
      'a body that has to be sent',
      (of) => Object.assign(operation(of).requestBody, { required: true }),
      `${AT}: a body has to be sent now`,
    ],
    ['a member that has to be sent', (of) => body(of).required.push('kind'), `${AT}: body: kind has to be sent now`],
    [
      'a member that is not taken any more',
      (of) => Reflect.deleteProperty(body(of).properties, 'note'),
      `${AT}: body: note is not taken any more`,
    ],
    [
      'a value that is not taken any more',
      (of) => body(of).properties.kind.enum.pop(),
      `${AT}: body.kind: b is not taken any more`,
    ],
    [
      'values where anything was taken',
      (of) => Object.assign(body(of).properties.note, { enum: ['x', 'y'] }),
      `${AT}: body.note: only x, y is taken now`,
    ],
    [
      'a shorter text',
      (of) => Object.assign(body(of).properties.reason, { maxLength: 100 }),
      `${AT}: body.reason: maxLength is 100 now`,
    ],
    [
      'a pattern',
      (of) => Object.assign(body(of).properties.note, { pattern: '^a' }),
      `${AT}: body.note: pattern is ^a now`,
    ],
    [
      'another type',
      (of) => Object.assign(body(of).properties.note, { type: 'number' }),
      `${AT}: body.note: was string, is number`,
    ],
    [
      'an answer that is gone',
      (of) => Object.assign(operation(of), { responses: {} }),
      `${AT}: the answer 200 is gone`,
    ],
    [
      'a member of an answer that is gone, however deep',
      (of) => Reflect.deleteProperty(schemas(of).Scope.properties, 'code'),
      `${AT}: answer 200.scopes[]: code is gone`,
    ],
    [
      'a member of an answer that may be missing',
      (of) => schemas(of).Grant.required.pop(),
      `${AT}: answer 200: scopes may be missing now`,
    ],
    [
      'a member of an answer that may be null',
      (of) => Object.assign(schemas(of).Grant.properties.id, { nullable: true }),
      `${AT}: answer 200.id: may be null now`,
    ],
  ])('names %s', (_, change, said) => {
    expect(saidOf(change)).toEqual([said]);
  });

  it.each<[string, (of: Document) => unknown]>([
    ['nothing at all', () => undefined],
    ['one more address', (of) => Object.assign(of.paths, { '/v1/new': {} })],
    ['one more member that may be sent', (of) => Object.assign(body(of).properties, { more: { type: 'string' } })],
    ['one more value that is taken', (of) => body(of).properties.kind.enum.push('c')],
    ['a longer text', (of) => Object.assign(body(of).properties.reason, { maxLength: 900 })],
    ['a member that need not be sent any more', (of) => body(of).required.pop()],
    ['one more member of an answer', (of) => Object.assign(schemas(of).Grant.properties, { more: { type: 'string' } })],
    ['one more answer', (of) => Object.assign(operation(of).responses, { 202: {} })],
  ])('lets pass: %s', (_, change) => {
    expect(saidOf(change)).toEqual([]);
  });
});
