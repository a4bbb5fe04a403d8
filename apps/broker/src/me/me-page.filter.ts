import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { referenceOf } from '../pages/reference.js';
import { MePages } from './me-pages.js';
import { MeStop, mePageStatuses } from './me-stop.js';
import { renderFailure } from './pages/failure-page.js';

/** People get pages, whatever happens. */
@Catch()
export class MePageFilter implements ExceptionFilter {
  constructor(@Inject(MePages) private readonly pages: MePages) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const reference = referenceOf(request.id);
    const code = thrown instanceof MeStop ? thrown.code : 'internal_error';
    if (thrown instanceof MeStop) request.log.info({ reference, code }, 'a page of a person was refused');
    else request.log.error({ reference, err: thrown }, 'a page of a person failed');
    // Nothing was asked for yet but to look: the start page says how to sign in.
    if (code === 'session_ended' && request.method === 'GET') {
      void reply.code(303).header('cache-control', 'no-store').header('location', '/me').send();
      return;
    }
    void reply.header('x-me-code', code);
    this.pages.show(request, reply, {
      status: mePageStatuses[code],
      render: (context) => renderFailure({ code, reference }, context),
    });
  }
}
