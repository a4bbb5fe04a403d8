import { useSyncExternalStore } from 'react';

/** How the operator of this tab proves who they are. */
export type Proof =
  /** Asked of the broker: is anybody signed in in this browser? */
  | { readonly by: 'unknown' }
  | { readonly by: 'nothing' }
  /** Signed in through DingTalk: the cookie goes by itself, and what changes something carries the token of our pages. */
  | { readonly by: 'browser'; readonly csrfToken: string }
  | { readonly by: 'token'; readonly token: string };

export interface SessionView {
  proof: Proof;
  /** The broker stopped accepting the proof after it had accepted it: the page stays, and asks again on top. */
  ended: boolean;
  /** The broker has accepted the proof at least once. */
  confirmed: boolean;
}

const storageKey = 'broker.operator-token';

function kept(): Proof {
  const token = sessionStorage.getItem(storageKey);
  return token === null ? { by: 'unknown' } : { by: 'token', token };
}

/**
 * Who works at this tab. A pasted token lives as long as the tab does, in memory and in the tab's own storage, so that a reload keeps it
 * and no other tab, link or log ever has it. A session of the browser is the broker's to keep.
 */
class OperatorSession {
  private view: SessionView = { proof: kept(), ended: false, confirmed: false };
  private readonly listeners = new Set<() => void>();

  readonly current = (): SessionView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  signInWithToken(token: string): void {
    sessionStorage.setItem(storageKey, token);
    this.change({ proof: { by: 'token', token }, ended: false, confirmed: true });
  }

  /** What the broker said of this browser. */
  signedIn(csrfToken: string): void {
    this.change({ proof: { by: 'browser', csrfToken }, ended: false, confirmed: true });
  }

  signOut(): void {
    sessionStorage.removeItem(storageKey);
    this.change({ proof: { by: 'nothing' }, ended: false, confirmed: false });
  }

  /** Answers about an older proof say nothing about this one. */
  accepted(proof: Proof): void {
    if (proof === this.view.proof && !this.view.confirmed) this.change({ ...this.view, confirmed: true });
  }

  refused(proof: Proof): void {
    if (proof !== this.view.proof || proof.by === 'nothing') return;
    if (this.view.confirmed) this.change({ ...this.view, ended: true });
    else this.signOut();
  }

  private change(view: SessionView): void {
    this.view = view;
    for (const listener of this.listeners) listener();
  }
}

export const operatorSession = new OperatorSession();

export const useOperatorSession = (): SessionView =>
  useSyncExternalStore(operatorSession.subscribe, operatorSession.current);
