import { BrokerError } from '@app/errors';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { brokerErrorOf } from './broker-error-of.js';
import { logError } from './log-error.js';
import { oauthErrorOf, problemOf } from './problem.js';

/** Renders every error: problem documents, and RFC 6749 errors at `/oauth2/*`, whose clients expect that form. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = brokerErrorOf(thrown);
    logError(error, request.log);
    if (error instanceof BrokerError) {
      const retryAfterSeconds = error.members.retryAfterSeconds;
      if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
      if (error.code === 'unauthenticated') void reply.header('www-authenticate', challengeOf(request));
    }
    void reply.header('cache-control', 'no-store');
    if (isOauth(request)) {
      const { status, body } = oauthErrorOf(error, request.id);
      void reply.code(status).type('application/json').send(JSON.stringify(body));
      return;
    }
    const problem = problemOf(error, request.id);
    void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

function isOauth(request: FastifyRequest): boolean {
  return request.url.startsWith('/oauth2/');
}

/** RFC 6749 section 5.2 asks for the scheme the client used; the token endpoint takes Basic, everything else Bearer. */
function challengeOf(request: FastifyRequest): string {
  return isOauth(request) ? 'Basic realm="token broker"' : 'Bearer realm="token broker"';
}
