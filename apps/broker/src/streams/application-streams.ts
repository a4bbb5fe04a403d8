import { type DingTalkClient, type DingTalkEvent, DingTalkStream, type StreamCall } from '@app/dingtalk';
import type { ApplicationStore, StreamingApplication } from '@app/vault';
import type { Logger } from 'pino';

/** Takes the events of applications. */
export interface TakesEvents {
  /** Rejects if the event is not safe: DingTalk then sends it again. */
  store(application: string, event: DingTalkEvent): Promise<void>;
}

/** Takes DingTalk's calls to applications. */
export interface TakesCalls {
  readonly topics: readonly string[];
  /** Names of the applications whose calls it wants. */
  applications(): Promise<readonly string[]>;
  /** Undefined: nothing was done, because nobody awaited it any more. */
  answer(application: string, call: StreamCall): Promise<object | undefined>;
}

interface Running {
  readonly stream: DingTalkStream;
  /** What it was started with; when that changes it is started again. */
  readonly version: string;
}

/** How soon a change of an application is followed. Milliseconds. */
const LOOK_EVERY_MS = 2_000;

/** One connection of Stream mode for each application that wants it, on every replica: DingTalk gives each event and each call to any one of them. */
export class ApplicationStreams {
  private readonly running = new Map<string, Running>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private inTrouble = false;

  constructor(
    private readonly applications: ApplicationStore,
    private readonly dingtalk: DingTalkClient,
    private readonly events: TakesEvents,
    private readonly calls: TakesCalls,
    private readonly log: Logger,
  ) {}

  /** Returns at once; the connections are made in the background. */
  start(): void {
    this.lookOnce();
    this.timer = setInterval(() => this.lookOnce(), LOOK_EVERY_MS);
  }

  /** What has arrived is stored and answered first. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await Promise.all([...this.running.keys()].map((name) => this.end(name)));
  }

  /** A look that takes long, because a stream is answering its last calls, is not queued for. */
  private lookOnce(): void {
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
  }

  private async look(): Promise<void> {
    try {
      const called = new Set(await this.calls.applications());
      const wanted = await this.applications.streaming([...called]);
      const names = new Set(wanted.map(({ name }) => name));
      for (const name of this.running.keys()) if (!names.has(name)) await this.end(name);
      await Promise.all(wanted.map((application) => this.follow(application, called.has(application.name))));
      this.inTrouble = false;
    } catch (err) {
      if (!this.inTrouble) this.log.warn({ err }, 'the applications that want Stream mode could not be read');
      this.inTrouble = true;
    }
  }

  private async follow(application: StreamingApplication, isCalled: boolean): Promise<void> {
    const { name, clientId, secretsVersion, events } = application;
    const version = `${secretsVersion} ${clientId} ${events} ${isCalled}`;
    if (this.running.get(name)?.version === version) return;
    const credentials = await this.applications.credentials(name);
    if (!credentials) return;
    await this.end(name);
    const { topics } = this.calls;
    const stream = new DingTalkStream({
      client: this.dingtalk,
      application: credentials,
      store: events ? (event) => this.events.store(name, event) : undefined,
      calls: isCalled ? { topics, answer: (call) => this.calls.answer(name, call) } : undefined,
      onOpen: () => this.log.info({ application: name, events, calls: isCalled }, 'the stream is open'),
      onTrouble: (err) => this.log.warn({ application: name, err }, 'the stream is interrupted'),
    });
    this.running.set(name, { stream, version });
    stream.start();
  }

  private async end(name: string): Promise<void> {
    const running = this.running.get(name);
    this.running.delete(name);
    await running?.stream.close();
  }
}
