import type { RequestWithConsentReturn, StateRejectionReason } from '@app/dingtalk';
import { Controller, Get, Inject, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.js';
import { ConsentCallbackGuard, ConsentStartGuard } from './consent.guard.js';
import { ConsentPageFilter } from './consent-page.filter.js';
import { replyWithConsentPage } from './consent-page-reply.js';
import { ConsentStates } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import { FinishConsent } from './finish-consent.js';
import type { ConsentPageCode } from './pages/consent-page.model.js';
import { referenceOf } from './reference.js';

const pageOfRejection: Record<StateRejectionReason, ConsentPageCode> = {
  state_missing: 'consent_link_invalid',
  state_unknown: 'consent_link_invalid',
  state_expired: 'consent_expired',
  state_used: 'consent_step_used',
  state_other_browser: 'consent_other_browser',
};

@ApiExcludeController()
@Controller('consent')
@UseFilters(ConsentPageFilter)
export class ConsentController {
  constructor(
    @Inject(ConsentStates) private readonly states: ConsentStates,
    @Inject(FinishConsent) private readonly finishConsent: FinishConsent,
  ) {}

  /** The result is shown at this address without the code in it, so that the code stays out of the browser's history. */
  @Get('callback')
  @UseGuards(ConsentCallbackGuard)
  @Public('people come back here from DingTalk; the state and the browser’s cookie are what counts')
  async callback(@Req() request: RequestWithConsentReturn, @Res() reply: FastifyReply): Promise<void> {
    const returned = request.consentReturn;
    const { state } = request.query as { state?: string };
    if (returned.kind === 'incomplete' || returned.kind === 'state_rejected') {
      const earlier = typeof state === 'string' ? await this.states.resultFor({ request, reply }, state) : undefined;
      if (earlier && returned.kind === 'state_rejected') return showResult(reply, state);
      if (earlier) return replyWithConsentPage(request, reply, earlier);
      throw new ConsentStop({
        code: returned.kind === 'incomplete' ? 'consent_link_invalid' : pageOfRejection[returned.reason],
      });
    }
    await this.finishConsent.execute(returned, referenceOf(request.id), request.id);
    void reply
      .code(303)
      .header('cache-control', 'no-store')
      .header('location', `/consent/callback?state=${state}`)
      .send();
  }

  /** Never reached: the guard redirects to DingTalk, or throws. */
  @Get(':application')
  @UseGuards(ConsentStartGuard)
  @Public('people open consent links before anybody knows who they are')
  start(): void {
    throw new Error('The consent guard neither redirected nor refused');
  }
}

function showResult(reply: FastifyReply, state: string | undefined): void {
  const location = `/consent/callback?state=${encodeURIComponent(state ?? '')}`;
  void reply.code(303).header('cache-control', 'no-store').header('location', location).send();
}
