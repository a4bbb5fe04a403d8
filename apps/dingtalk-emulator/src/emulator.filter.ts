import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './control/problem.js';
import { ApiError, apiErrors } from './gateway/api-error.js';
import { LegacyError, legacyErrors } from './legacy/legacy-error.js';
import { languageOf } from './pages/language.js';
import { sendPage } from './pages/layout.js';
import { notFoundPage } from './pages/not-found-page.js';
import { hostOf } from './traffic/operations.table.js';
import { pathOf } from './traffic/watch-traffic.js';

/** Renders every failure as the host that was called would. */
@Catch()
export class EmulatorFilter implements ExceptionFilter {
  catch(error: unknown, context: ArgumentsHost): void {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const failure = this.translate(error, pathOf(request));
    if (failure instanceof ApiError) void reply.code(failure.status).send(failure.body(request.id));
    else if (failure instanceof LegacyError) void reply.code(200).send(failure.body(request.id));
    else if (failure.status === 404 && isPage(request)) showNotFound(request, reply);
    else void reply.code(failure.status).header('content-type', 'application/problem+json').send(failure.body());
  }

  private translate(error: unknown, path: string): ApiError | LegacyError | Problem {
    if (error instanceof ApiError || error instanceof LegacyError || error instanceof Problem) return error;
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status >= 500) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const host = hostOf(path);
    if (host === 'oapi') return status === 404 ? legacyErrors.noSuchMethod() : legacyErrors.busy();
    if (host === 'api' && status >= 500) return apiErrors.systemBusy();
    if (host === 'api') return status === 404 ? apiErrors.noSuchAction() : apiErrors.missingBody();
    return status === 404
      ? new Problem(404, 'Not found', 'There is nothing here; the front page lists what there is.')
      : new Problem(status, status >= 500 ? 'Internal error' : 'Bad request', 'The emulator could not answer this.');
  }
}

function isPage(request: FastifyRequest): boolean {
  const path = pathOf(request);
  const host = hostOf(path);
  return host === 'login' || (host === 'emulator' && !path.startsWith('/emulator/api/'));
}

function showNotFound({ headers }: FastifyRequest, reply: FastifyReply): void {
  const language = languageOf(headers);
  sendPage(reply, { language, here: '/' }, notFoundPage(language));
}

/** Fastify's own refusals, such as a body that is too large, carry a status of their own. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 600 ? status : 500;
}
