export interface OperationCount {
  calls: number;
  ok: number;
  refused: number;
  /** Answers spoiled on purpose. */
  faults: number;
  /** Most calls seen within one second of the machine's clock. */
  maxPerSecond: number;
}

const specials = ['codesExchanged', 'codeReplays', 'refreshes', 'replays'] as const;
/** `replays`: a used refresh token sent again. `codeReplays`: a used code sent again. */
export type Special = (typeof specials)[number];

interface Second {
  at: number;
  calls: number;
}

/** What was asked of this DingTalk since the start or the last clearing. Kept in memory only. */
export class Counters {
  private since = new Date();
  private readonly operations = new Map<string, Map<string, OperationCount & { second: Second }>>();
  private readonly clients = new Map<string, Record<Special, number>>();

  constructor(private readonly machine: () => number = Date.now) {}

  called(operation: string, clientId: string): void {
    const count = this.countOf(operation, clientId);
    const now = Math.floor(this.machine() / 1000);
    count.second = count.second.at === now ? { at: now, calls: count.second.calls + 1 } : { at: now, calls: 1 };
    count.calls += 1;
    count.maxPerSecond = Math.max(count.maxPerSecond, count.second.calls);
  }

  ended(operation: string, clientId: string, how: 'ok' | 'refused' | 'faults'): void {
    this.countOf(operation, clientId)[how] += 1;
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
      operations: Object.fromEntries(
        [...this.operations].map(([operation, byClient]) => [
          operation,
          Object.fromEntries([...byClient].map(([clientId, { second: _, ...count }]) => [clientId, count])),
        ]),
      ) as Record<string, Record<string, OperationCount>>,
    };
  }

  clear(): void {
    this.since = new Date();
    this.operations.clear();
    this.clients.clear();
  }

  private countOf(operation: string, clientId: string): OperationCount & { second: Second } {
    const byClient = this.operations.get(operation) ?? new Map<string, OperationCount & { second: Second }>();
    this.operations.set(operation, byClient);
    const count = byClient.get(clientId) ?? {
      calls: 0,
      ok: 0,
      refused: 0,
      faults: 0,
      maxPerSecond: 0,
      second: { at: 0, calls: 0 },
    };
    byClient.set(clientId, count);
    return count;
  }
}
