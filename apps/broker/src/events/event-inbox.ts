import type { AuditLog } from '@app/audit';
import type { Database, Transaction } from '@app/database';
import type { DingTalkEvent } from '@app/dingtalk';
import type { Application, ApplicationStore } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import type { Jobs } from '../jobs/jobs.js';
import { finishEventSql, insertEventSql } from './events.sql.js';
import { type Relevance, relevanceOf } from './relevance.js';
import { actorOf, applyJobOf, type EventRoute } from './stored-event.js';

/** How an event came in. */
interface Arrival {
  readonly via: EventRoute;
  readonly requestId: string;
}

type Reception = 'received' | 'duplicate' | 'ignored';

/** For metrics. The outcome is what became of it: a reception, `refused_…` or `applied`, `failed`. */
export type CountEvent = (application: string, type: string, via: EventRoute, outcome: string) => void;

/** Seconds after which somebody looks whether the job of an event was lost. */
const LOOK_AFTER_SECONDS = 10;

/** Where events are safe: once it has answered, DingTalk may be told so, because the event is kept together with the job that applies it. */
export class EventInbox {
  constructor(
    private readonly database: Database,
    private readonly applications: ApplicationStore,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
    private readonly count: CountEvent,
  ) {}

  async put(application: Application, event: DingTalkEvent, arrival: Arrival): Promise<void> {
    const reception = await this.receive(application, event, arrival);
    // Names that DingTalk has for other things are not ours to remember, one metric for each.
    const type = event.news.kind === 'other' ? 'other' : event.type;
    this.count(application.name, type, arrival.via, reception);
  }

  private async receive(application: Application, event: DingTalkEvent, arrival: Arrival): Promise<Reception> {
    const { kind } = event.news;
    // An organisation may have ticked every event there is; what means nothing here is not kept.
    if (kind === 'check' || kind === 'other') return 'ignored';
    const relevance = relevanceOf(application, event);
    const id = uuidv7();
    return this.database.transaction(async (tx) => {
      const row = rowOf(event, relevance);
      const inserted = await tx.query(insertEventSql, [
        id,
        application.name,
        event.id,
        event.type,
        row.corpId,
        event.bornAt,
        arrival.via,
        arrival.requestId,
        row.payload,
        row.state,
        row.outcome,
        LOOK_AFTER_SECONDS,
      ]);
      if (inserted.length === 0) return 'duplicate';
      if (relevance.kind === 'irrelevant') return 'ignored';
      if (relevance.kind === 'suite_ticket') await this.storeTicket(tx, id, application, event, arrival);
      else await applyJobOf(this.jobs, tx, id);
      return 'received';
    });
  }

  /** At once, so that the ticket is never anywhere but in its sealed column. */
  private async storeTicket(
    tx: Transaction,
    id: string,
    { name }: Application,
    { id: eventId, type, corpId, bornAt, news }: DingTalkEvent,
    { via, requestId }: Arrival,
  ): Promise<void> {
    if (news.kind !== 'suite_ticket') return;
    const effect = (await this.applications.storeSuiteTicket(tx, name, news.ticket, bornAt)) ? 'stored' : 'overtaken';
    await tx.query(finishEventSql, [id, effect]);
    await this.audit.append(tx, {
      type: 'event.applied',
      outcome: 'ok',
      actor: actorOf({ type }),
      requestId,
      application: name,
      corpId,
      details: { event: type, eventId, via, effect },
    });
  }
}

/** What is kept of an event: everything but a secret. */
function rowOf({ news, corpId }: DingTalkEvent, relevance: Relevance) {
  switch (relevance.kind) {
    case 'relevant':
      return { state: 'received', outcome: null, corpId: relevance.corpId, payload: JSON.stringify(news) };
    case 'suite_ticket':
      return { state: 'applied', outcome: null, corpId, payload: JSON.stringify({ kind: news.kind }) };
    case 'irrelevant':
      return { state: 'ignored', outcome: relevance.because, corpId, payload: JSON.stringify({ kind: news.kind }) };
  }
}
