import { useSyncExternalStore } from 'react';

/** What a history entry keeps and a link does not: page cursors age, so they are never shared. */
export interface EntryState {
  cursors?: string[];
}

export interface Place {
  /** Below the admin UI's base, without slashes around it: ``, `grants`, `audit`. */
  page: string;
  search: URLSearchParams;
  state: EntryState;
}

const base = import.meta.env.BASE_URL;
const moved = new EventTarget();

/** The address bar is the only place a page keeps its filters, so that every view can be sent to somebody. */
export function useLocation(): Place {
  const key = useSyncExternalStore(subscribe, snapshot);
  const { pathname, search } = new URL(key, location.origin);
  const page = pathname.slice(base.length).replace(/\/+$/, '');
  return { page, search: new URLSearchParams(search), state: (history.state ?? {}) as EntryState };
}

export function navigate(address: string, { replace = false, state = {} as EntryState } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](state, '', address);
  moved.dispatchEvent(new Event('moved'));
}

export function addressOf(page: string, search: URLSearchParams | Record<string, string> = {}): string {
  const query = new URLSearchParams(search).toString();
  return `${base}${page}${query && `?${query}`}`;
}

function subscribe(changed: () => void): () => void {
  addEventListener('popstate', changed);
  moved.addEventListener('moved', changed);
  return () => {
    removeEventListener('popstate', changed);
    moved.removeEventListener('moved', changed);
  };
}

/** Includes the entry's state, so that two pages of one list are two places. */
const snapshot = () => `${location.pathname}${location.search}#${JSON.stringify(history.state ?? {})}`;
