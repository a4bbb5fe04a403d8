import {
  type ConsentCallbackOptions,
  type ConsentStartOptions,
  type ConsentWay,
  DingTalkAuthGuard,
  DingTalkStrategy,
} from '@app/dingtalk';
import { ApplicationStore } from '@app/vault';
import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConsentUnderWay } from './consent-states.js';
import { ConsentStop } from './consent-stop.js';
import { type ConsentAddress, OpenConsent } from './open-consent.js';

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
    return this.openConsent.forRedirect(consentAddressOf(request));
  }
}

/** Takes the person back. Which application it was, only the state can tell. */
@Injectable()
export class ConsentCallbackGuard extends DingTalkAuthGuard {
  protected readonly by: ConsentWay = 'redirect';

  constructor(
    @Inject(DingTalkStrategy) strategy: DingTalkStrategy,
    @Inject(ApplicationStore) private readonly applications: ApplicationStore,
  ) {
    super(strategy);
  }

  protected override consentOptions(): ConsentCallbackOptions {
    return {
      callback: true,
      by: this.by,
      application: async (appState) => {
        const { application } = appState as ConsentUnderWay;
        const credentials = await this.applications.credentials(application);
        if (!credentials) throw new Error(`Application ${application} is gone`);
        return { credentials };
      },
    };
  }
}

/** The same with what the page inside the client sends. */
@Injectable()
export class InClientAnswerGuard extends ConsentCallbackGuard {
  protected override readonly by = 'openAuth';
}

/** A link of ours, taken apart. Throws `ConsentStop`. */
export function consentAddressOf({ params, query }: Pick<FastifyRequest, 'params' | 'query'>): ConsentAddress {
  const { application } = params as { application: string };
  const { consent, returnUrl } = query as Record<string, unknown>;
  return { application, consent: textOf(consent), returnUrl: textOf(returnUrl) };
}

/** A parameter given twice is an array; no link of ours has one. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ConsentStop({ code: 'consent_link_invalid' });
}
