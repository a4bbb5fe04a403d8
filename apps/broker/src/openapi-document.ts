import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { openApiSchema } from './openapi-schema.js';
import { VERSION } from './project.js';

/** The API in OpenAPI 3.0, which the schemas are converted for. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.0.0')
    .setTitle('DingTalk token broker')
    .setDescription(
      'One consent in one place, one refresh at a time, and for each service exactly the token it is entitled to. ' +
        'Press “Authorize”: operators paste their token, callers their client id and secret or an access token.',
    )
    .setVersion(VERSION)
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'opaque',
        description: 'An operator token, for everything below /admin.',
      },
      'operator',
    )
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An access token from /oauth2/token, for everything below /v1.' },
      'caller-token',
    )
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'A caller’s client id and secret, for /oauth2/token.' },
      'caller',
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'query',
        name: 'msg_signature',
        description: 'DingTalk’s, over the event token of the application, for /events/dingtalk.',
      },
      'dingtalk-signature',
    )
    .build();
  config.tags = tags.map(([name]) => ({ name }));
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: openApiSchema });
  for (const operation of operationsOf(document)) {
    for (const parameter of operation.parameters ?? []) finishParameter(parameter);
    for (const response of Object.values(operation.responses)) finishResponse(response);
    finishBody(operation, document);
    linkToPage(operation);
  }
  return document;
}

/** In the order of the admin UI's navigation, then what callers use; each with the page that shows the same, if one does. */
const tags: readonly (readonly [name: string, page?: string])[] = [
  ['Overview', ''],
  ['Grants', 'grants'],
  ['People', 'people'],
  ['Scopes', 'scopes'],
  ['Access reviews', 'scopes'],
  ['Callers', 'callers'],
  ['Policy', 'callers'],
  ['Applications', 'applications'],
  ['Consents', 'consents'],
  ['Revocations', 'revocations'],
  ['Suspensions', 'suspensions'],
  ['Audit', 'audit'],
  ['Jobs', 'jobs'],
  ['Keys', 'keys'],
  ['Operators', 'operators'],
  ['Webhooks', 'webhooks'],
  ['Settings', 'settings'],
  ['Access tokens'],
  ['Tokens'],
  ['Events'],
];

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Response = Operation['responses'][string];

const PROBLEM = '#/components/schemas/Problem';

const operationsOf = ({ paths }: OpenAPIObject): Operation[] =>
  Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );

/** A body with a default need not be sent, which Nest does not know. */
function finishBody({ requestBody }: Operation, { components }: OpenAPIObject): void {
  if (!requestBody || '$ref' in requestBody) return;
  const { schema } = requestBody.content['application/json'] ?? {};
  const name = schema && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
  const resolved = name === undefined ? schema : components?.schemas?.[name];
  if (resolved && 'default' in resolved) requestBody.required = false;
}

/** From what operators can ask to where they see the same; both are served at one address. */
function linkToPage(operation: Operation): void {
  const [tag] = tags.filter(([name]) => operation.tags?.includes(name));
  const isForOperators = operation.security?.some((scheme) => 'operator' in scheme);
  if (!isForOperators || tag?.[1] === undefined) return;
  const link = `[${tag[0]} in the admin UI](/admin/${tag[1]})`;
  operation.description = operation.description ? `${operation.description}\n\n${link}` : link;
}

/** Swagger UI fills examples in; a list would be filtered by them, and its first answer empty. */
function finishParameter(parameter: Parameter): void {
  if ('in' in parameter && parameter.in === 'query' && parameter.schema && 'example' in parameter.schema) {
    delete parameter.schema.example;
  }
}

/** What Nest cannot be told at a route: the content type of one answer among others. OpenAPI wants every answer described. */
function finishResponse(response: Response): void {
  if (!response || '$ref' in response) return;
  response.description ||= 'Done';
  const { 'application/json': json, ...others } = response.content ?? {};
  if (json?.schema && '$ref' in json.schema && json.schema.$ref === PROBLEM) {
    response.content = { ...others, 'application/problem+json': json };
  }
}
