import { useSyncExternalStore } from 'react';

export interface SessionView {
  token: string | undefined;
  /** The broker stopped accepting the token after it had accepted it: the page stays, and asks again on top. */
  ended: boolean;
  /** The broker has accepted the token at least once. */
  confirmed: boolean;
}

const storageKey = 'broker.operator-token';

/**
 * The operator's token, for as long as the tab lives: in memory and in the tab's own storage, so that a reload keeps it
 * and no other tab, link or log ever has it.
 */
class OperatorSession {
  private view: SessionView = {
    token: sessionStorage.getItem(storageKey) ?? undefined,
    ended: false,
    confirmed: false,
  };
  private readonly listeners = new Set<() => void>();

  readonly current = (): SessionView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  signIn(token: string): void {
    sessionStorage.setItem(storageKey, token);
    this.change({ token, ended: false, confirmed: true });
  }

  signOut(): void {
    sessionStorage.removeItem(storageKey);
    this.change({ token: undefined, ended: false, confirmed: false });
  }

  /** Answers about an older token say nothing about this one. */
  accepted(token: string | undefined): void {
    if (token === this.view.token && !this.view.confirmed) this.change({ ...this.view, confirmed: true });
  }

  refused(token: string | undefined): void {
    if (token !== this.view.token || token === undefined) return;
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
