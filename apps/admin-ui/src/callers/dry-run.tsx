import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Select, Space } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller, Delivery, EntitlementBody } from '../api/types.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { ScopeSelect } from '../scopes/scope-select.js';
import { Explanation } from './explanation.js';
import { WhoMay } from './who-may.js';

const deliveries: Delivery[] = ['token', 'handle'];

interface DryRunProps {
  caller: Caller;
  /** What is not saved yet, asked about beside what is. */
  drafted?: EntitlementBody[] | undefined;
}

/** Asks the policy what the caller would be answered, without asking for anything: no grant is looked at and nothing is handed out. */
export function DryRun({ caller, drafted }: DryRunProps) {
  const { t } = useTranslation();
  const ids = useId();
  const all = [...caller.entitlements, ...(drafted ?? [])];
  const offered = [...new Set(all.flatMap(({ scopes }) => scopes))];
  const [kind, setKind] = useState<'userId' | 'unionId'>('userId');
  const [person, setPerson] = useState('');
  const [scopes, setScopes] = useState(offered.slice(0, 1));
  const [delivery, setDelivery] = useState<Delivery>('token');
  const applications = [...new Set(all.map(({ application: name }) => name))];
  const [application, setApplication] = useState(applications[0]);
  const [corpId, setCorpId] = useState('');
  const [purpose, setPurpose] = useState('');
  const [isChecked, setChecked] = useState(false);
  const isMissing = { person: person.trim() === '', scopes: scopes.length === 0 };
  const asking = useMutation({
    mutationFn: async () => {
      const question = {
        caller: caller.id,
        [kind]: person.trim(),
        scopes,
        delivery,
        ...(application && { application }),
        ...(corpId.trim() && { corpId: corpId.trim() }),
        ...(purpose.trim() && { purpose: purpose.trim() }),
      };
      const explained = (entitlements?: EntitlementBody[]) =>
        answerOf(
          api.POST('/admin/v1/policy/explain', { body: { ...question, ...(entitlements && { entitlements }) } }),
        );
      return {
        now: await explained(),
        later: drafted && (await explained(drafted)),
        person: { kind, id: person.trim() },
      };
    },
  });
  const ask = () => {
    setChecked(true);
    if (isMissing.person) document.getElementById(`${ids}person`)?.focus();
    else if (isMissing.scopes) document.getElementById(`${ids}scopes`)?.focus();
    else asking.mutate();
  };
  const mistake = (missing: boolean, words: string) =>
    isChecked && missing ? { validateStatus: 'error' as const, help: words } : {};

  return (
    <Section title={t('dryRun.title')}>
      <div className="stack">
        <Form layout="vertical" onFinish={ask}>
          <Form.Item
            label={t('dryRun.person')}
            htmlFor={`${ids}person`}
            {...mistake(isMissing.person, t('dryRun.personMissing'))}
          >
            <Space.Compact block>
              <Select
                aria-label={t('dryRun.personKind')}
                className="filter"
                value={kind}
                onChange={setKind}
                options={(['userId', 'unionId'] as const).map((value) => ({ value, label: value }))}
              />
              <Input
                id={`${ids}person`}
                value={person}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setPerson(event.target.value)}
              />
            </Space.Compact>
          </Form.Item>
          <Form.Item
            label={t('entitlement.scopes')}
            htmlFor={`${ids}scopes`}
            {...mistake(isMissing.scopes, t('dryRun.scopesMissing'))}
          >
            <ScopeSelect id={`${ids}scopes`} value={scopes} onChange={setScopes} offered={offered} free />
          </Form.Item>
          <Form.Item label={t('entitlement.delivery')} htmlFor={`${ids}delivery`}>
            <Select
              id={`${ids}delivery`}
              value={delivery}
              onChange={setDelivery}
              options={deliveries.map((value) => ({ value, label: t(`deliveries.${value}`) }))}
            />
          </Form.Item>
          <Form.Item label={t('entitlement.application')} htmlFor={`${ids}application`}>
            <Select
              id={`${ids}application`}
              value={application}
              onChange={setApplication}
              options={applications.map((value) => ({ value, label: value }))}
            />
          </Form.Item>
          <Form.Item label={t('dryRun.corpId')} htmlFor={`${ids}corpId`}>
            <Input
              id={`${ids}corpId`}
              value={corpId}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setCorpId(event.target.value)}
            />
          </Form.Item>
          <Form.Item label={t('dryRun.purpose')} htmlFor={`${ids}purpose`}>
            <Input
              id={`${ids}purpose`}
              value={purpose}
              autoComplete="off"
              onChange={(event) => setPurpose(event.target.value)}
            />
          </Form.Item>
          <div>
            <Button htmlType="submit" loading={asking.isPending}>
              {t('dryRun.ask')}
            </Button>
          </div>
          {asking.error && <ProblemPanel error={asking.error} />}
        </Form>
        {asking.data && (
          <div className="stack">
            {asking.data.later && <h3>{t('dryRun.now')}</h3>}
            <Explanation explanation={asking.data.now} />
            {asking.data.later && (
              <>
                <h3>{t('dryRun.drafted')}</h3>
                <Explanation explanation={asking.data.later} />
              </>
            )}
            <WhoMay person={asking.data.person} />
          </div>
        )}
      </div>
    </Section>
  );
}
