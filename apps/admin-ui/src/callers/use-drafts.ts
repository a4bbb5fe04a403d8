import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api/client.js';
import type { Application, Entitlement, EntitlementBody } from '../api/types.js';
import { bodyOf, type Change, changesOf, type Draft, draftOf, emptyDraft, lackingOf } from './drafts.js';

export interface Drafts {
  drafts: readonly Draft[];
  applications: readonly Application[];
  /** What saving would change; none if nothing was. */
  changes: readonly Change[];
  bodies: EntitlementBody[];
  isComplete: boolean;
  /** Whether saving was tried, after which what lacks is said. */
  isChecked: boolean;
  check(): boolean;
  change(key: string, part: Partial<Draft>): void;
  add(): void;
  remove(key: string): void;
}

/** Entitlements while they are edited, from those there are. Start anew with another `key` of the component. */
export function useDrafts(before: readonly Entitlement[]): Drafts {
  const applications =
    useQuery({
      queryKey: ['applications'],
      queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications', { signal })),
      staleTime: 60_000,
    }).data?.items ?? [];
  const [{ drafts, sources }, setDrafts] = useState(() => {
    const made = before.map(draftOf);
    return { drafts: made, sources: new Map(made.map(({ key }, index) => [key, index])) };
  });
  const [isChecked, setChecked] = useState(false);
  const become = (next: Draft[]) => setDrafts({ drafts: next, sources });
  const isComplete = drafts.every((draft) => lackingOf(draft) === undefined);
  return {
    drafts,
    applications,
    changes: changesOf(before, drafts, sources),
    bodies: drafts.map((draft) => bodyOf(draft, before[sources.get(draft.key) ?? -1])),
    isComplete,
    isChecked,
    check: () => {
      setChecked(true);
      return isComplete;
    },
    change: (key, part) => become(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft))),
    add: () => become([...drafts, emptyDraft(applications[0]?.name ?? '')]),
    remove: (key) => become(drafts.filter((draft) => draft.key !== key)),
  };
}
