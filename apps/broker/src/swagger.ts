import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './openapi-document.js';

/** Swagger UI at `/docs` and the document at `/openapi.json`. */
export function mountSwagger(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'DingTalk token broker',
    // Somebody else's logo; the theme follows the system's without the switch beside it.
    customCss: '.swagger-ui .topbar { display: none }',
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
