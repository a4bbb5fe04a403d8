import type { RequestWithInClientReturn } from '@app/dingtalk';
import { Controller, Get, Inject, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { referenceOf } from '../pages/reference.js';
import { InClientAnswerGuard } from './consent.guard.js';
import { ConsentPageFilter } from './consent-page.filter.js';
import { FinishConsent } from './finish-consent.js';
import { ShowInClientPage } from './show-in-client-page.js';

/** The consent page for DingTalk's client, which asks by `openAuth` and can ask for a part of what the application applied for. */
@ApiExcludeController()
@Controller('consent/:application/in-client')
@UseFilters(ConsentPageFilter)
export class InClientController {
  constructor(
    @Inject(ShowInClientPage) private readonly showInClientPage: ShowInClientPage,
    @Inject(FinishConsent) private readonly finishConsent: FinishConsent,
  ) {}

  @Get()
  @Public('people open consent links before anybody knows who they are')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.showInClientPage.execute({ request, reply });
  }

  /** The code comes in a form, so that no address has ever had it; the result is shown where those of the browser are. */
  @Post()
  @UseGuards(InClientAnswerGuard)
  @Public('the page sends what DingTalk’s client answered; the state and the browser’s cookie are what counts')
  async answer(@Req() request: RequestWithInClientReturn, @Res() reply: FastifyReply): Promise<void> {
    const { consentReturn } = request;
    const { state } = (request.body ?? {}) as { state?: unknown };
    if (consentReturn.kind !== 'incomplete' && consentReturn.kind !== 'state_rejected')
      await this.finishConsent.execute(consentReturn, referenceOf(request.id), request.id);
    const outcome = `/consent/callback${typeof state === 'string' ? `?state=${encodeURIComponent(state)}` : ''}`;
    void reply.code(303).header('cache-control', 'no-store').header('location', outcome).send();
  }
}
