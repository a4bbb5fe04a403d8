import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { EntitlementBody, HandoutReplay } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant, exactTime } from '../display/instant.js';
import { PersonName } from '../display/person-name.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** So long nothing has to change before it is asked: who asks is recorded, and not every stroke of a key is worth a record. */
const pauseMs = 700;

const knownRules = ['no_entitlement', 'delivery', 'scopes', 'purpose_required', 'people', 'token_too_broad'] as const;
const isKnown = (rule: string): rule is (typeof knownRules)[number] => knownRules.some((known) => known === rule);

interface RefusalsProps {
  callerId: string;
  /** What would stand then; undefined while it is not complete. */
  entitlements: EntitlementBody[] | undefined;
}

/** How many hand-outs of the last days would have been refused, by which rule, and which for example. */
export function Refusals({ callerId, entitlements }: RefusalsProps) {
  const { t } = useTranslation();
  const asked = useSettled(entitlements && JSON.stringify(entitlements));
  const replay = useQuery({
    queryKey: ['callers', callerId, 'replay', asked],
    queryFn: ({ signal }) =>
      answerOf(
        api.POST('/admin/v1/callers/{id}/replay', {
          params: { path: { id: callerId } },
          body: { entitlements: JSON.parse(asked ?? '[]') as EntitlementBody[] },
          signal,
        }),
      ),
    enabled: asked !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!entitlements) return null;
  return (
    <div className="stack" aria-live="polite">
      <h3>{t('replay.title')}</h3>
      {replay.error && <ProblemPanel error={replay.error} retry={() => void replay.refetch()} />}
      {replay.isPending && <LoadingRows rows={2} />}
      {replay.data && <Replayed replay={replay.data} />}
    </div>
  );
}

function Replayed({ replay }: { replay: HandoutReplay }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { refused, refusedAlready, unclear, lookedAt, sampled, rules, examples } = replay;
  const ruleWords = (rule: string) => (isKnown(rule) ? t(`replay.byRule.${rule}`) : rule);
  const since = exactTime(new Date(replay.since)).slice(0, 16);
  const counted = (count: number) => ({ count, value: grouped(count) });
  return (
    <>
      <Alert
        type={refused > refusedAlready || unclear > 0 ? 'warning' : 'info'}
        showIcon
        title={t('replay.refused', counted(refused))}
        description={
          <>
            <p>{t(sampled ? 'replay.ofSample' : 'replay.of', { ...counted(lookedAt), time: since })}</p>
            {refusedAlready > 0 && <p>{t('replay.already', counted(refusedAlready))}</p>}
            {unclear > 0 && <p>{t('replay.unclear', counted(unclear))}</p>}
          </>
        }
      />
      {rules.length > 0 && (
        <ul className="lines" aria-label={t('replay.rules')}>
          {rules.map(({ rule, count }) => (
            <li key={rule}>
              <span>{ruleWords(rule)}</span>
              <span className="number end">{grouped(count)}</span>
            </li>
          ))}
        </ul>
      )}
      {examples.length > 0 && (
        <div>
          <p className="quiet">{t('replay.examples')}</p>
          <ul className="lines">
            {examples.map(({ handoutId, occurredAt, userId, unionId, delivery, purpose, rule }) => (
              <li key={handoutId}>
                <Link href={addressOf(`audit/${handoutId}`)}>
                  <ExactInstant at={occurredAt} />
                </Link>
                <PersonName name={userId ?? ''} unionId={unionId ?? ''} />
                <span>{t(`replay.deliveries.${delivery}`)}</span>
                {purpose && <ForeignText text={t('replay.purpose', { purpose })} />}
                {rules.length > 1 && <span className="quiet end">{ruleWords(rule)}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** What it was when it last stayed the same for a moment; what it is at the beginning counts at once. */
function useSettled(value: string | undefined): string | undefined {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
