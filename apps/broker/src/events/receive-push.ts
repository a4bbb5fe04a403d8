import type { DingTalkPushAnswer } from '@app/contract';
import { EventPush, type OpenedPush, PushRefusal, type PushRefusalReason } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { Application, ApplicationStore } from '@app/vault';
import type { Logger } from 'pino';
import type { CountEvent, EventInbox } from './event-inbox.js';

/** A push as it came in. */
export interface ReceivedPush {
  readonly application: string;
  readonly query: unknown;
  readonly body: unknown;
  readonly requestId: string;
}

type Refusal = PushRefusalReason | 'unknown_application' | 'no_event_keys';

/** DingTalk gives up after 2.5 s and sends again later, so a database that takes longer is not waited for. */
const ANSWER_WITHIN_MS = 2_000;
const RETRY_SECONDS = 10;

/** What DingTalk pushes over HTTP: verified, made safe, acknowledged. Applying it is a task's work. */
export class ReceivePush {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly inbox: EventInbox,
    private readonly count: CountEvent,
    private readonly log: Logger,
  ) {}

  /** Throws `BrokerError`; then DingTalk sends it again. */
  async execute(push: ReceivedPush): Promise<DingTalkPushAnswer> {
    let deadline: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      const late = BrokerError.temporarilyUnavailable(RETRY_SECONDS, 'A push of DingTalk could not be stored in time');
      deadline = setTimeout(reject, ANSWER_WITHIN_MS, late);
    });
    const receiving = this.receive(push);
    // One that is late may still store its events; sent again, they are known.
    receiving.catch(() => undefined);
    try {
      return await Promise.race([receiving, tooLate]);
    } finally {
      clearTimeout(deadline);
    }
  }

  private async receive(push: ReceivedPush): Promise<DingTalkPushAnswer> {
    const { application, opened } = await this.open(push);
    for (const event of opened.events) {
      await this.inbox.put(application, event, { via: 'http', requestId: push.requestId });
    }
    return opened.answer();
  }

  private async open(push: ReceivedPush): Promise<{ application: Application; opened: OpenedPush }> {
    let known: Application | undefined;
    try {
      const sealed = EventPush.read(push.query, push.body);
      known = await this.applications.find(push.application);
      if (!known) throw this.refuse('unknown_application', push);
      const keys = await this.applications.eventKeys(known.name);
      if (!keys) throw this.refuse('no_event_keys', push, known);
      const owners = [known.clientId, ...(known.corpId === null ? [] : [known.corpId])];
      return { application: known, opened: sealed.open({ ...keys, owners }, keys.now) };
    } catch (cause) {
      throw cause instanceof PushRefusal ? this.refuse(cause.reason, push, known) : cause;
    }
  }

  private refuse(refusal: Refusal, { requestId }: ReceivedPush, application?: Application): BrokerError {
    // The name in the address of a stranger is whatever the stranger likes.
    const name = application?.name ?? 'unknown';
    this.log.warn({ application: name, refusal, requestId }, 'a push of DingTalk was refused');
    this.count(name, 'unknown', 'http', `refused_${refusal}`);
    return refusalAnswer(refusal);
  }
}

/** Until the signature is right every answer is the same, so that nobody learns by asking which applications have events. */
function refusalAnswer(refusal: Refusal): BrokerError {
  switch (refusal) {
    case 'malformed':
      return invalid('This is not a push of DingTalk.');
    case 'wrong_key':
      return invalid('The push is encrypted with another key than the one of this application.');
    case 'wrong_owner':
      return invalid('The push is for another application.');
    case 'unknown_application':
    case 'no_event_keys':
    case 'bad_signature':
    case 'stale':
      return new BrokerError('unauthenticated', {
        detail:
          'Nothing shows that this push is DingTalk’s. Compare the address and the token with those registered there.',
      });
  }
}

function invalid(detail: string): BrokerError {
  return BrokerError.invalidRequest([{ pointer: '', reason: 'is not a push for this application' }], detail);
}
