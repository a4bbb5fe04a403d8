import { apiOf } from './operations.table.js';
import { Rate } from './rate.js';

interface CallCount {
  calls: number;
  /** Most calls that arrived within any one second. */
  maxPerSecond: number;
}

interface OperationCount extends CallCount {
  ok: number;
  refused: number;
  /** Answers spoiled on purpose. */
  faults: number;
}

const specials = ['codesExchanged', 'codeReplays', 'refreshes', 'replays'] as const;
/** `replays`: a used refresh token sent again. `codeReplays`: a used code sent again. */
export type Special = (typeof specials)[number];

/** What was asked of this DingTalk since the start or the last clearing. Kept in memory only. */
export class Counters {
  private since = new Date();
  private readonly operations = new PerClient<OperationCount>(() => ({
    calls: 0,
    ok: 0,
    refused: 0,
    faults: 0,
    maxPerSecond: 0,
  }));
  private readonly apis = new PerClient<CallCount>(() => ({ calls: 0, maxPerSecond: 0 }));
  private readonly clients = new Map<string, Record<Special, number>>();

  /** @param monotonic milliseconds that never go back */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  called(operation: string, clientId: string): void {
    const now = this.monotonic();
    this.operations.called(operation, clientId, now);
    this.apis.called(apiOf(operation), clientId, now);
  }

  ended(operation: string, clientId: string, how: 'ok' | 'refused' | 'faults'): void {
    this.operations.of(operation, clientId).count[how] += 1;
  }

  happened(special: Special, clientId: string): void {
    const counts = this.clients.get(clientId) ?? { codesExchanged: 0, codeReplays: 0, refreshes: 0, replays: 0 };
    counts[special] += 1;
    this.clients.set(clientId, counts);
  }

  snapshot() {
    const sum = (special: Special) => [...this.clients.values()].reduce((total, counts) => total + counts[special], 0);
    return {
      since: this.since.toISOString(),
      ...(Object.fromEntries(specials.map((special) => [special, sum(special)])) as Record<Special, number>),
      clients: Object.fromEntries(this.clients),
      operations: this.operations.snapshot(),
      apis: this.apis.snapshot(),
    };
  }

  clear(): void {
    this.since = new Date();
    this.operations.clear();
    this.apis.clear();
    this.clients.clear();
  }
}

/** Counts by name and client. */
class PerClient<Count extends CallCount> {
  private readonly names = new Map<string, Map<string, { count: Count; rate: Rate }>>();

  constructor(private readonly nought: () => Count) {}

  called(name: string, clientId: string, now: number): void {
    const { count, rate } = this.of(name, clientId);
    rate.happened(now);
    count.calls += 1;
    count.maxPerSecond = rate.max;
  }

  of(name: string, clientId: string): { count: Count; rate: Rate } {
    const clients = this.names.get(name) ?? new Map<string, { count: Count; rate: Rate }>();
    this.names.set(name, clients);
    const entry = clients.get(clientId) ?? { count: this.nought(), rate: new Rate() };
    clients.set(clientId, entry);
    return entry;
  }

  snapshot(): Record<string, Record<string, Count>> {
    return Object.fromEntries(
      [...this.names].map(([name, clients]) => [
        name,
        Object.fromEntries([...clients].map(([clientId, { count }]) => [clientId, { ...count }])),
      ]),
    );
  }

  clear(): void {
    this.names.clear();
  }
}
