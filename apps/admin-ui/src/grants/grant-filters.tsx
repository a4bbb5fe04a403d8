import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { type Grant, type GrantState, grantStates } from '../api/types.js';
import { IdSearch } from '../list/id-search.js';
import { SuggestFilter } from '../list/suggest-filter.js';
import { type FilterRules, type Filters, isId } from '../location/use-filters.js';

const channels = ['browser', 'in_client', 'assistant_skill', 'plugin', 'import'] as const;
const reasons = ['refresh_rejected', 'indeterminate', 'withdrawn', 'scopes_missing'] as const;
const sorts = ['newest', 'oldest', 'consentEnds'] as const;

const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (value: string): value is Value =>
    values.some((each) => each === value);

export const rules = {
  q: (value) => value.trim() !== '' && value.length <= 200,
  state: oneOf(grantStates),
  reason: oneOf(reasons),
  application: (value) => /^[a-z][a-z0-9-]{1,62}$/.test(value),
  corpId: isId,
  scope: (value) => /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/.test(value),
  channel: oneOf(channels),
  userId: isId,
  unionId: isId,
  sort: oneOf(sorts),
} satisfies FilterRules<string>;
export type GrantFilterName = keyof typeof rules;

/** What narrows the list, as the broker takes it: the rules have let nothing else through. */
export interface GrantFilter {
  q?: string;
  state?: GrantState;
  reason?: NonNullable<Grant['reason']> & (typeof reasons)[number];
  application?: string;
  corpId?: string;
  scope?: string;
  channel?: Grant['channel'];
  userId?: string;
  unionId?: string;
}

/** `needs_consent` has its reasons below it, because operators act on some of them apart. */
const stateChoices: readonly { state: GrantState; reason?: (typeof reasons)[number] }[] = grantStates.flatMap(
  (state) => [{ state }, ...(state === 'needs_consent' ? reasons.map((reason) => ({ state, reason })) : [])],
);

export function GrantFilters({ filters }: { filters: Filters<GrantFilterName> }) {
  const { t } = useTranslation();
  const { q, state, reason, application, corpId, scope, channel } = filters.values;
  const applications =
    useQuery({
      queryKey: ['applications'],
      queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications', { signal })),
      staleTime: 60_000,
    }).data?.items ?? [];
  const known = (values: readonly (string | null)[]) =>
    [...new Set(values)].filter((value): value is string => value !== null).sort();
  return (
    <>
      <IdSearch label={t('grants.search')} value={q} find={(next) => filters.change({ q: next })} />
      <Select
        aria-label={t('grants.state')}
        className="filter"
        popupMatchSelectWidth={false}
        value={state ? [state, reason].filter(Boolean).join('/') : ''}
        onChange={(next) => {
          const [chosen, why] = next.split('/');
          filters.change({ state: chosen || undefined, reason: why });
        }}
        options={[
          { value: '', label: t('grants.anyState') },
          ...stateChoices.map(({ state: value, reason: why }) =>
            why
              ? { value: `${value}/${why}`, label: `– ${t(`grants.reasons.${why}`)}` }
              : { value, label: t(`states.${value}`) },
          ),
        ]}
      />
      <SuggestFilter
        label={t('grants.application')}
        value={application}
        suggestions={known(applications.map(({ name }) => name))}
        choose={(next) => filters.change({ application: next })}
      />
      <SuggestFilter
        label={t('grants.organisation')}
        value={corpId}
        suggestions={known(applications.map((each) => each.corpId))}
        choose={(next) => filters.change({ corpId: next })}
      />
      <SuggestFilter
        label={t('grants.scope')}
        value={scope}
        suggestions={known(applications.flatMap(({ scopes }) => scopes))}
        choose={(next) => filters.change({ scope: next })}
      />
      <Select
        aria-label={t('grants.channel')}
        className="filter"
        value={channel ?? ''}
        onChange={(next) => filters.change({ channel: next })}
        options={[
          { value: '', label: t('grants.anyChannel') },
          ...channels.map((value) => ({ value, label: t(`channels.${value}`) })),
        ]}
      />
    </>
  );
}
