import type { Socket } from 'node:net';

/** Finished answers that are kept from their callers for a while: what the calls changed has changed already. */
export class HeldAnswers {
  private readonly releases = new Set<() => void>();

  get count(): number {
    return this.releases.size;
  }

  /** Resolves when the time is over, when all are released, or when nobody waits at the socket any more. */
  hold(socket: Socket, ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const release = () => {
        clearTimeout(timer);
        socket.off('close', release);
        this.releases.delete(release);
        resolve();
      };
      const timer = setTimeout(release, ms).unref();
      socket.once('close', release);
      this.releases.add(release);
    });
  }

  releaseAll(): void {
    for (const release of this.releases) release();
  }
}
