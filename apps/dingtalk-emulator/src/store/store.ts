import type { Change, Journal } from './journal.js';

/** One kind of entry by key. Values are replaced, never changed in place: only `set` reaches the journal. */
export interface Table<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  values(): T[];
  readonly size: number;
}

/**
 * All state of the emulator that outlives a restart. The journal is only read until `compact` is called for the first
 * time: a second process that finds the port taken has to leave the file of the first one alone.
 */
export class Store {
  private readonly tables = new Map<string, Map<string, unknown>>();
  private writing = false;
  private pending: Change[] | undefined;

  constructor(private readonly journal?: Journal) {
    for (const [table, key, value] of journal?.read() ?? []) {
      if (value === undefined) this.entriesOf(table).delete(key);
      else this.entriesOf(table).set(key, value);
    }
  }

  get isEmpty(): boolean {
    return [...this.tables.values()].every((entries) => entries.size === 0);
  }

  table<T>(name: string): Table<T> {
    const entries = this.entriesOf(name) as Map<string, T>;
    return {
      get: (key) => entries.get(key),
      set: (key, value) => {
        entries.set(key, value);
        this.record([name, key, value]);
      },
      delete: (key) => {
        if (entries.delete(key)) this.record([name, key]);
      },
      values: () => [...entries.values()],
      get size() {
        return entries.size;
      },
    };
  }

  /** What `work` changes becomes one line: after a kill either all of it is there, or none. */
  together<R>(work: () => R): R {
    if (this.pending) return work();
    this.pending = [];
    try {
      return work();
    } finally {
      const changes = this.pending;
      this.pending = undefined;
      if (changes.length > 0) this.append(changes);
    }
  }

  /** Empties every table, lets `fill` set the new entries, and starts a new journal with them. */
  startOver(fill: () => void): void {
    for (const entries of this.tables.values()) entries.clear();
    this.pending = [];
    fill();
    this.pending = undefined;
    if (this.writing) this.compact();
  }

  /** Rewrites the journal as the present entries, so that its size follows the state and not the history. */
  compact(): void {
    this.writing = true;
    this.journal?.rewrite(this.changesFromNothing());
  }

  close(): void {
    this.journal?.close();
  }

  private record(change: Change): void {
    if (this.pending) this.pending.push(change);
    else this.append([change]);
  }

  private append(changes: readonly Change[]): void {
    if (this.writing) this.journal?.append(changes);
  }

  private *changesFromNothing(): Iterable<Change> {
    for (const [table, entries] of this.tables) for (const [key, value] of entries) yield [table, key, value];
  }

  private entriesOf(name: string): Map<string, unknown> {
    const existing = this.tables.get(name);
    if (existing) return existing;
    const created = new Map<string, unknown>();
    this.tables.set(name, created);
    return created;
  }
}
