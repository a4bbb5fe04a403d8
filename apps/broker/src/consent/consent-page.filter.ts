import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { referenceOf } from '../pages/reference.js';
import { ConsentPages } from './consent-page-reply.js';
import { ConsentStop } from './consent-stop.js';

/** People get pages, whatever happens. */
@Catch()
export class ConsentPageFilter implements ExceptionFilter {
  constructor(@Inject(ConsentPages) private readonly pages: ConsentPages) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reference = referenceOf(request.id);
    const ending = thrown instanceof ConsentStop ? thrown.result : ({ code: 'internal_error' } as const);
    if (thrown instanceof ConsentStop) request.log.info({ reference, code: ending.code }, 'consent ended');
    else request.log.error({ reference, err: thrown }, 'consent ended unexpectedly');
    await this.pages.show({ request, reply: http.getResponse<FastifyReply>() }, { ...ending, reference });
  }
}
