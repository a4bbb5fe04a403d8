import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { openApiSchema } from './openapi-schema.js';
import { VERSION } from './version.js';

/** Swagger UI at `/docs` and the document at `/openapi.json`. OpenAPI 3.0, which the schemas are converted for. */
export function mountSwagger(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'DingTalk token broker',
    swaggerOptions: {
      deepLinking: true,
      docExpansion: 'none',
      displayRequestDuration: true,
      persistAuthorization: false,
      // The default sends the document to a public validator.
      validatorUrl: null,
    },
  });
}

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
      { type: 'http', scheme: 'bearer', bearerFormat: 'opaque', description: 'an operator token' },
      'operator',
    )
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'an access token from /oauth2/token' },
      'caller-token',
    )
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'a caller’s client id and secret' }, 'caller')
    .addTag('Overview')
    .addTag('Grants')
    .addTag('Callers')
    .addTag('Applications')
    .addTag('Audit')
    .addTag('Access tokens')
    .addTag('Tokens')
    .build();
  const document = SwaggerModule.createDocument(app, config, { standardSchemaConverter: openApiSchema });
  for (const response of responsesOf(document)) finishResponse(response);
  return document;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type ResponseObject = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

const PROBLEM = '#/components/schemas/Problem';

function responsesOf({ paths }: OpenAPIObject): ResponseObject[] {
  const operations = Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );
  return operations.flatMap(({ responses }) =>
    Object.values(responses).filter(
      (response): response is ResponseObject => response !== undefined && !('$ref' in response),
    ),
  );
}

/** What Nest cannot be told at a route: the content type of one answer among others. OpenAPI wants every answer described. */
function finishResponse(response: ResponseObject): void {
  response.description ||= 'Done';
  const { 'application/json': json, ...others } = response.content ?? {};
  if (json?.schema && '$ref' in json.schema && json.schema.$ref === PROBLEM) {
    response.content = { ...others, 'application/problem+json': json };
  }
}
