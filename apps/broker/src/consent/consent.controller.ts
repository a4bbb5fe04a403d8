import type { ConsentRequest, RequestWithConsentReturn, StateRejectionReason } from '@app/dingtalk';
import { Controller, Get, Inject, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { referenceOf } from '../pages/reference.js';
import { ConsentCallbackGuard, ConsentStartGuard } from './consent.guard.js';
import { ConsentPageFilter } from './consent-page.filter.js';
import { ConsentPages } from './consent-page-reply.js';
import { ConsentStates, type ConsentUnderWay, type SignInUnderWay } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import { FinishConsent, type Returned } from './finish-consent.js';
import { FinishSignIn } from './finish-sign-in.js';
import type { ConsentPageCode } from './pages/consent-page.model.js';

/** Where those go who came to sign in. */
const HOMES = { me: '/me', operator: '/admin/' };

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
    @Inject(FinishSignIn) private readonly finishSignIn: FinishSignIn,
    @Inject(ConsentPages) private readonly pages: ConsentPages,
  ) {}

  /** Everything is shown at this address without the code in it, so that the code stays out of the page and the browser's history. */
  @Get('callback')
  @UseGuards(ConsentCallbackGuard)
  @Public('people come back here from DingTalk; the state and the browser’s cookie are what counts')
  async callback(@Req() request: RequestWithConsentReturn, @Res() reply: FastifyReply): Promise<void> {
    const { state } = request.query as { state?: unknown };
    const returned = request.consentReturn;
    if (returned.kind === 'incomplete') return this.showOutcome(request, reply, state);
    const home = returned.kind === 'state_rejected' ? undefined : await this.finish(returned, { request, reply });
    const outcome = `/consent/callback${typeof state === 'string' ? `?state=${encodeURIComponent(state)}` : ''}`;
    goTo(reply, home ?? outcome);
  }

  /** Never reached: the guard redirects to DingTalk, or throws. */
  @Get(':application')
  @UseGuards(ConsentStartGuard)
  @Public('people open consent links before anybody knows who they are')
  start(): void {
    throw new Error('The consent guard neither redirected nor refused');
  }

  /** Where a person goes who is signed in now, and has nothing to read here. */
  private async finish(returned: Returned, exchange: ConsentRequest): Promise<string | undefined> {
    const { purpose, returnUrl } = returned.appState as ConsentUnderWay | SignInUnderWay;
    if (purpose !== 'consent') {
      const isIn = await this.finishSignIn.execute(returned, exchange);
      return isIn ? (returnUrl ?? HOMES[purpose]) : undefined;
    }
    await this.finishConsent.execute(returned, referenceOf(exchange.request.id), exchange.request.id);
    return undefined;
  }

  private async showOutcome(request: FastifyRequest, reply: FastifyReply, state: unknown): Promise<void> {
    const outcome = typeof state === 'string' ? await this.states.outcomeOf({ request, reply }, state) : undefined;
    if (outcome?.kind === 'ended') return this.pages.show({ request, reply }, outcome.result);
    if (outcome?.kind === 'signed_in') {
      return goTo(reply, outcome.returnUrl ?? HOMES[outcome.purpose]);
    }
    if (!outcome) throw new ConsentStop({ code: 'consent_link_invalid' });
    const { kind: _, reason, purpose, channel, ...known } = outcome;
    // Whoever is signed in sees their grants there, and everybody else how to sign in.
    if (purpose !== undefined && purpose !== 'consent') return goTo(reply, HOMES[purpose]);
    throw new ConsentStop({
      code: pageOfRejection[reason],
      ...known,
      ...(channel === 'in_client' && { inClient: true }),
    });
  }
}

function goTo(reply: FastifyReply, location: string): void {
  void reply.code(303).header('cache-control', 'no-store').header('location', location).send();
}
