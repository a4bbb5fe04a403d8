import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { openApiSchema } from './openapi-schema.js';
import { VERSION } from './version.js';

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
    .addTag('Overview')
    .addTag('Grants')
    .addTag('People')
    .addTag('Scopes')
    .addTag('Access reviews')
    .addTag('Revocations')
    .addTag('Jobs')
    .addTag('Keys')
    .addTag('Suspensions')
    .addTag('Callers')
    .addTag('Policy')
    .addTag('Applications')
    .addTag('Audit')
    .addTag('Webhooks')
    .addTag('Operators')
    .addTag('Settings')
    .addTag('Access tokens')
    .addTag('Tokens')
    .addTag('Consents')
    .addTag('Events')
    .build();
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: openApiSchema });
  for (const { parameters, responses } of operationsOf(document)) {
    for (const parameter of parameters ?? []) finishParameter(parameter);
    for (const response of Object.values(responses)) finishResponse(response);
  }
  return document;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Response = Operation['responses'][string];

const PROBLEM = '#/components/schemas/Problem';

const operationsOf = ({ paths }: OpenAPIObject): Operation[] =>
  Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );

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
