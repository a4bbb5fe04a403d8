import {
  type ConsentCallbackOptions,
  type ConsentStartOptions,
  DingTalkAuthGuard,
  DingTalkStrategy,
} from '@app/dingtalk';
import { ApplicationStore } from '@app/vault';
import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConsentUnderWay } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import { OpenConsent } from './open-consent.js';

/** Sends the person to DingTalk. */
@Injectable()
export class ConsentStartGuard extends DingTalkAuthGuard {
  constructor(
    @Inject(DingTalkStrategy) strategy: DingTalkStrategy,
    @Inject(OpenConsent) private readonly openConsent: OpenConsent,
  ) {
    super(strategy);
  }

  protected override async consentOptions(context: ExecutionContext): Promise<ConsentStartOptions> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { application } = request.params as { application: string };
    const { consent, returnUrl } = request.query as Record<string, unknown>;
    return this.openConsent.execute({ application, consent: textOf(consent), returnUrl: textOf(returnUrl) });
  }
}

/** Takes the person back. Which application it was, only the state can tell. */
@Injectable()
export class ConsentCallbackGuard extends DingTalkAuthGuard {
  constructor(
    @Inject(DingTalkStrategy) strategy: DingTalkStrategy,
    @Inject(ApplicationStore) private readonly applications: ApplicationStore,
  ) {
    super(strategy);
  }

  protected override consentOptions(): ConsentCallbackOptions {
    return {
      callback: true,
      application: async (appState) => {
        const { application } = appState as ConsentUnderWay;
        const credentials = await this.applications.credentials(application);
        if (!credentials) throw new Error(`Application ${application} is gone`);
        return { credentials };
      },
    };
  }
}

/** A parameter given twice is an array; no link of ours has one. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ConsentStop({ code: 'consent_link_invalid' });
}
