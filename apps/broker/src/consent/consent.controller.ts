import type { RequestWithConsentReturn, StateRejectionReason } from '@app/dingtalk';
import { Controller, Get, Inject, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { referenceOf } from '../pages/reference.js';
import { ConsentCallbackGuard, ConsentStartGuard } from './consent.guard.js';
import { ConsentPageFilter } from './consent-page.filter.js';
import { replyWithConsentPage } from './consent-page-reply.js';
import { ConsentStates } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import { FinishConsent } from './finish-consent.js';
import type { ConsentPageCode } from './pages/consent-page.model.js';

const pageOfRejection: Record<Exclude<StateRejectionReason, 'state_missing'>, ConsentPageCode> = {
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

  /** Everything is shown at this address without the code in it, so that the code stays out of the page and the browser's history. */
  @Get('callback')
  @UseGuards(ConsentCallbackGuard)
  @Public('people come back here from DingTalk; the state and the browser’s cookie are what counts')
  async callback(@Req() request: RequestWithConsentReturn, @Res() reply: FastifyReply): Promise<void> {
    const { state } = request.query as { state?: unknown };
    const returned = request.consentReturn;
    if (returned.kind === 'incomplete') return this.showOutcome(request, reply, state);
    if (returned.kind !== 'state_rejected') {
      await this.finishConsent.execute(returned, referenceOf(request.id), request.id);
    }
    const location = `/consent/callback${typeof state === 'string' ? `?state=${encodeURIComponent(state)}` : ''}`;
    void reply.code(303).header('cache-control', 'no-store').header('location', location).send();
  }

  /** Never reached: the guard redirects to DingTalk, or throws. */
  @Get(':application')
  @UseGuards(ConsentStartGuard)
  @Public('people open consent links before anybody knows who they are')
  start(): void {
    throw new Error('The consent guard neither redirected nor refused');
  }

  private async showOutcome(request: FastifyRequest, reply: FastifyReply, state: unknown): Promise<void> {
    const outcome = typeof state === 'string' ? await this.states.outcomeOf({ request, reply }, state) : undefined;
    if (outcome?.kind === 'ended') return replyWithConsentPage(request, reply, outcome.result);
    if (!outcome) throw new ConsentStop({ code: 'consent_link_invalid' });
    const { kind: _, reason, ...known } = outcome;
    throw new ConsentStop({ code: pageOfRejection[reason], ...known });
  }
}
