import { type DingTalkClient, type DingTalkEvent, EventStream } from '@app/dingtalk';
import type { ApplicationStore, StreamingApplication } from '@app/vault';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { EventInbox } from './event-inbox.js';

interface Running {
  readonly stream: EventStream;
  /** What it was started with; when that changes it is started again. */
  readonly version: string;
}

/** How soon a change of an application is followed. Milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** One connection of Stream mode for each application that wants it, on every replica: DingTalk gives each event to any one of them. */
export class EventStreams {
  private readonly running = new Map<string, Running>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private inTrouble = false;

  constructor(
    private readonly applications: ApplicationStore,
    private readonly dingtalk: DingTalkClient,
    private readonly inbox: EventInbox,
    private readonly log: Logger,
  ) {}

  /** Returns at once; the connections are made in the background. */
  start(): void {
    this.looking = this.look();
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look());
    }, LOOK_EVERY_MS);
  }

  /** What has arrived is stored and acknowledged first. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await Promise.all([...this.running.keys()].map((name) => this.end(name)));
  }

  private async look(): Promise<void> {
    try {
      const wanted = await this.applications.streaming();
      const names = new Set(wanted.map(({ name }) => name));
      for (const name of this.running.keys()) if (!names.has(name)) await this.end(name);
      await Promise.all(wanted.map((application) => this.follow(application)));
      this.inTrouble = false;
    } catch (err) {
      if (!this.inTrouble) this.log.warn({ err }, 'the applications that want Stream mode could not be read');
      this.inTrouble = true;
    }
  }

  private async follow({ name, clientId, secretsVersion }: StreamingApplication): Promise<void> {
    const version = `${secretsVersion} ${clientId}`;
    if (this.running.get(name)?.version === version) return;
    const credentials = await this.applications.credentials(name);
    if (!credentials) return;
    await this.end(name);
    const stream = new EventStream({
      client: this.dingtalk,
      application: credentials,
      store: (event) => this.store(name, event),
      onOpen: () => this.log.info({ application: name }, 'the event stream is open'),
      onTrouble: (err) => this.log.warn({ application: name, err }, 'the event stream is interrupted'),
    });
    this.running.set(name, { stream, version });
    stream.start();
  }

  private async end(name: string): Promise<void> {
    const running = this.running.get(name);
    this.running.delete(name);
    await running?.stream.close();
  }

  /** Rejects if it is not safe: DingTalk then sends it again. */
  private async store(name: string, event: DingTalkEvent): Promise<void> {
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
