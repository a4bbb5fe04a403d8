import { useRouter, useRouterState, useSearch } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  /** What a history entry keeps and a link does not: page cursors age, so they are never shared. */
  interface HistoryState {
    cursors?: string[];
  }
}

export const addressBase = import.meta.env.BASE_URL;

export interface Place {
  /** Below the admin UI's base, without slashes around it: ``, `grants`, `audit`. */
  page: string;
  search: Readonly<Record<string, string>>;
  state: { cursors?: string[] };
}

/** The address bar is the only place a page keeps its filters, so that every view can be sent to somebody. */
export function useLocation(): Place {
  const search: Record<string, string> = useSearch({ strict: false });
  const { pathname, state } = useRouterState({ select: ({ location }) => location });
  return { page: pathname.replace(/^\/+|\/+$/g, ''), search, state };
}

interface Manner {
  /** Takes the place of the entry the person would otherwise come back to. */
  replace?: boolean;
  cursors?: string[];
  /** For what changes in view, such as an opened record. */
  keepScroll?: boolean;
}

export function useNavigate(): (address: string, manner?: Manner) => void {
  const router = useRouter();
  return (href, { replace = false, cursors, keepScroll = false } = {}) =>
    void router.navigate({ href, replace, state: cursors ? { cursors } : {}, resetScroll: !keepScroll });
}

export function addressOf(page: string, search: URLSearchParams | Record<string, string> = {}): string {
  const query = new URLSearchParams(search).toString();
  return `${addressBase}${page}${query && `?${query}`}`;
}
