import type { DingTalkEvent } from '@app/dingtalk';
import type { ApplicationStore } from '@app/vault';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { TakesEvents } from '../streams/application-streams.js';
import type { EventInbox } from './event-inbox.js';

/** Events that come over Stream mode. */
export class StreamedEvents implements TakesEvents {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly inbox: EventInbox,
    private readonly log: Logger,
  ) {}

  async store(name: string, event: DingTalkEvent): Promise<void> {
    const requestId = uuidv7();
    try {
      const application = await this.applications.find(name);
      if (!application) throw new Error(`Application ${name} is gone`);
      await this.inbox.put(application, event, { via: 'stream', requestId });
    } catch (err) {
      this.log.warn({ application: name, requestId, err }, 'an event could not be stored');
      throw err;
    }
  }
}
