import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
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
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'an operator token' }, 'operator')
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
  return SwaggerModule.createDocument(app, config);
}
