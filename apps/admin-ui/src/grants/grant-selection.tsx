import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import type { GrantFilter } from './grant-filters.js';
import { GrantTable } from './grant-table.js';
import { RevokeDialog } from './revoke-dialog.js';
import { RevokeManyDialog, type RevokingMany } from './revoke-many-dialog.js';
import { useSuspending } from './use-suspending.js';

interface GrantSelectionProps {
  grants: Grant[];
  filter: GrantFilter;
  byEndOfConsent: boolean;
  sortByEndOfConsent(on: boolean): void;
}

/** A page of grants, what is chosen of it, and what can be done to that, each with its number. */
export function GrantSelection({ grants, filter, ...sorting }: GrantSelectionProps) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const [chosen, setChosen] = useState<string[]>([]);
  const [revoking, setRevoking] = useState<RevokingMany>();
  const [revokingOne, setRevokingOne] = useState<Grant>();
  const suspending = useSuspending();
  const selected = grants.filter(({ id }) => chosen.includes(id));
  const active = selected.filter(({ state }) => state === 'active');
  const count = selected.length;
  const [one] = selected;
  const done = () => {
    setRevoking(undefined);
    setRevokingOne(undefined);
    setChosen([]);
  };
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <GrantTable grants={grants} chosen={chosen} choose={setChosen} {...sorting} />
      {suspending.error && <ProblemPanel error={suspending.error} />}
      {count > 0 && (
        <div className="selection">
          <span aria-live="polite">{t('grants.selected', { count, value: grouped(count) })}</span>
          {active.length > 0 && (
            <ActButton
              permission="grants:suspend"
              loading={suspending.isPending}
              onClick={() => suspending.suspend(active)}
            >
              {t('grants.suspendMany', { count: active.length, value: grouped(active.length) })}
            </ActButton>
          )}
          <ActButton
            permission="grants:revoke"
            danger
            onClick={() =>
              one && count === 1 ? setRevokingOne(one) : setRevoking({ grantIds: selected.map(({ id }) => id) })
            }
          >
            {t('grants.revokeMany', { count, value: grouped(count) })}
          </ActButton>
          {isNarrowed && (
            <Button type="link" onClick={() => setRevoking(filter)}>
              {t('grants.selectAllMatching')}
            </Button>
          )}
        </div>
      )}
      {revoking && <RevokeManyDialog filter={revoking} close={done} />}
      {revokingOne && <RevokeDialog grant={revokingOne} close={done} />}
    </>
  );
}
