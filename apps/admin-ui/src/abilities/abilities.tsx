import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Ability, Application, SavedAbility } from '../api/types.js';
import { useConfirm } from '../detail/use-confirm.js';
import { ActButton } from '../display/act-button.js';
import { plainText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { AbilityForm } from './ability-form.js';
import { AbilityTable } from './ability-table.js';
import { useCallerNames } from './use-caller-names.js';

/** What DingTalk's assistant can ask of an application's services, each with the caller whose entitlements decide. */
export function Abilities({ application }: { application: Application }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const confirm = useConfirm();
  const { name } = application;
  const callers = useCallerNames();
  const [edited, edit] = useState<Ability | 'new'>();
  const [saved, setSaved] = useState<SavedAbility>();
  const abilities = useQuery({
    queryKey: ['applications', name, 'abilities'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/applications/{name}/abilities', { params: { path: { name } }, signal })),
  });
  const refresh = () =>
    Promise.all(
      [['applications', name, 'abilities'], ['audit']].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  const removal = useMutation({
    mutationFn: (abilityKey: string) =>
      answerOf(
        api.DELETE('/admin/v1/applications/{name}/abilities/{abilityKey}', { params: { path: { name, abilityKey } } }),
      ),
    onSuccess: refresh,
  });
  const open = (ability: Ability | 'new') => {
    setSaved(undefined);
    edit(ability);
  };
  const remove = ({ abilityKey }: Ability) =>
    confirm({
      title: t('abilities.removeNamed', { key: plainText(abilityKey) }),
      effect: t('abilities.removeMeaning', { key: plainText(abilityKey) }),
      act: () => removal.mutate(abilityKey),
    });
  return (
    <Section wide title={t('abilities.title')}>
      <div className="stack">
        {abilities.error && <ProblemPanel error={abilities.error} retry={() => void abilities.refetch()} />}
        {abilities.isPending && <LoadingRows rows={2} />}
        {abilities.data?.items.length === 0 && <p className="quiet">{t('abilities.nothingYet')}</p>}
        {abilities.data && abilities.data.items.length > 0 && (
          <AbilityTable abilities={abilities.data.items} callers={callers} change={open} remove={remove} />
        )}
        {removal.error && <ProblemPanel error={removal.error} />}
        {saved && <Saved ability={saved} />}
        {edited ? (
          <AbilityForm
            key={edited === 'new' ? '' : edited.abilityKey}
            application={application}
            ability={edited === 'new' ? undefined : edited}
            callers={callers}
            saved={async (ability) => {
              await refresh();
              edit(undefined);
              setSaved(ability);
            }}
            close={() => edit(undefined)}
          />
        ) : (
          <div>
            <ActButton permission="applications:write" onClick={() => open('new')}>
              {t('abilities.register')}
            </ActButton>
          </div>
        )}
      </div>
    </Section>
  );
}

/** That it was saved does not say that it will work: the broker tells if the entitlements would refuse its calls. */
function Saved({ ability: { abilityKey, caller, warnings } }: { ability: SavedAbility }) {
  const { t } = useTranslation();
  const key = plainText(abilityKey);
  if (warnings.length === 0) return <Alert type="success" showIcon title={t('abilities.saved', { key })} />;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('abilities.savedInVain', { key })}
      description={
        <>
          {warnings.map(({ rule }) => (
            <p key={rule}>
              {t('dryRun.rule')} <code>{rule}</code>
            </p>
          ))}
          <Link href={addressOf(`callers/${caller}`)}>{t('abilities.toEntitlements')}</Link>
        </>
      }
    />
  );
}
