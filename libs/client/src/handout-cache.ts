/** What every kind of hand-out has. */
export interface HandOut {
  readonly expiresAt: Date;
  readonly handoutId: string;
  readonly grantId?: string;
}

interface Kept {
  readonly handOut: HandOut;
  readonly obtainedAt: number;
}

/** For how long something is used although it could have been revoked without anybody saying so. Milliseconds. */
const UNHEARD_MS_MAX = 60_000;
/** Hand-outs kept, and ids remembered of what was revoked; the oldest go first. */
const MOST_KEPT = 10_000;

/**
 * Hand-outs by what was asked for. It forgets what was revoked, also what is revoked while it is still on its way: the news of a
 * revocation can overtake the answer that carries the token.
 */
export class HandOutCache {
  private readonly kept = new Map<string, Kept>();
  /** Grants and hand-outs that have ended; neither comes back under the same id. */
  private readonly ended = new Set<string>();

  /** One that lives for `livesMs` more and cannot have been revoked for long, if everything revoked until `silentMs` ago is known. */
  find(key: string, livesMs: number, silentMs: number): HandOut | undefined {
    const found = this.kept.get(key);
    if (!found || found.handOut.expiresAt.getTime() - Date.now() <= livesMs) return undefined;
    const unheardMs = Math.min(silentMs, performance.now() - found.obtainedAt);
    return unheardMs <= UNHEARD_MS_MAX ? found.handOut : undefined;
  }

  /** False if it was revoked before it arrived; then it is not kept. */
  keep(key: string, handOut: HandOut): boolean {
    if (this.ended.has(handOut.handoutId) || (handOut.grantId !== undefined && this.ended.has(handOut.grantId))) {
      return false;
    }
    this.kept.delete(key);
    this.kept.set(key, { handOut, obtainedAt: performance.now() });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) break;
      this.kept.delete(oldest);
    }
    return true;
  }

  /** Forgets every hand-out that one of these ids names, its own or its grant's. */
  end(ids: readonly string[]): void {
    for (const id of ids) this.ended.add(id);
    for (const oldest of this.ended) {
      if (this.ended.size <= MOST_KEPT) break;
      this.ended.delete(oldest);
    }
    const gone = new Set(ids);
    for (const [key, { handOut }] of this.kept) {
      if (gone.has(handOut.handoutId) || (handOut.grantId !== undefined && gone.has(handOut.grantId))) {
        this.kept.delete(key);
      }
    }
  }

  /** Forgets one hand-out, if it is still the one that is kept. */
  drop(handoutId: string): void {
    for (const [key, { handOut }] of this.kept) if (handOut.handoutId === handoutId) this.kept.delete(key);
  }

  /** Forgets everything; returns the ids of what still lives. */
  clear(): string[] {
    const live = [...this.kept.values()].filter(({ handOut }) => handOut.expiresAt.getTime() > Date.now());
    this.kept.clear();
    return live.map(({ handOut }) => handOut.handoutId);
  }
}
