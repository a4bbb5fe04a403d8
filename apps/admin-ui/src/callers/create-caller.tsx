import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { ShownOnce } from '../display/shown-once.js';
import { addressOf, useNavigate } from '../location/use-location.js';
import { DraftList } from './draft-list.js';
import { hasProofFields, ProofFields, type ProofTexts, proofBodyOf } from './proof-fields.js';
import { useDrafts } from './use-drafts.js';

const methods = ['client_secret', 'private_key_jwt', 'workload_jwt', 'mtls'] as const;
const none: never[] = [];

/** A new caller with what it may ask. Its secret, where it has one, is shown this once; then its page opens. */
export function CreateCaller({ close }: { close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ids = useId();
  const [name, setName] = useState('');
  const [authMethod, setAuthMethod] = useState<Caller['authMethod']>('client_secret');
  const [texts, setTexts] = useState<ProofTexts>({});
  const [isKeyMistaken, setKeyMistaken] = useState(false);
  const drafts = useDrafts(none);
  const creation = useMutation({
    mutationFn: (proof: object) =>
      answerOf(
        api.POST('/admin/v1/callers', {
          body: { name: name.trim(), authMethod, ...proof, entitlements: drafts.bodies },
        }),
      ),
    onSuccess: async ({ id, clientSecret }) => {
      await Promise.all(['callers', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      if (!clientSecret) navigate(addressOf(`callers/${id}`));
    },
    // Nothing of the secret is kept once it has left the page.
    gcTime: 0,
  });
  const create = () => {
    const proof = proofBodyOf(authMethod, texts);
    setKeyMistaken(proof === undefined);
    if (drafts.check() && proof) creation.mutate(proof);
  };
  if (creation.data?.clientSecret) {
    const { id, clientId, clientSecret } = creation.data;
    return (
      <Section title={t('createCaller.created', { name: name.trim() })}>
        <div className="stack">
          <dl className="facts">
            <dt>client_id</dt>
            <dd>
              <ShortId id={clientId} whole />
            </dd>
          </dl>
          <ShownOnce
            title={t('createCaller.secret', { name: name.trim() })}
            secret={clientSecret}
            stored={() => navigate(addressOf(`callers/${id}`))}
          />
        </div>
      </Section>
    );
  }
  return (
    <Section title={t('createCaller.title')}>
      <Form layout="vertical" className="wide-form" onFinish={create}>
        <Form.Item label={t('callers.name')} htmlFor={`${ids}name`} help={t('createCaller.nameHelp')}>
          <Input
            id={`${ids}name`}
            value={name}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('callers.method')} htmlFor={`${ids}method`} help={t(`createCaller.methods.${authMethod}`)}>
          <Select
            id={`${ids}method`}
            value={authMethod}
            onChange={setAuthMethod}
            options={methods.map((value) => ({ value, label: t(`callers.methods.${value}`) }))}
          />
        </Form.Item>
        {hasProofFields(authMethod) && (
          <ProofFields method={authMethod} texts={texts} isKeyMistaken={isKeyMistaken} change={setTexts} />
        )}
        <h3>{t('callers.entitlements')}</h3>
        <DraftList drafts={drafts} />
        {creation.error && <ProblemPanel error={creation.error} />}
        <div className="acts">
          <ActButton permission="callers:write" type="primary" htmlType="submit" loading={creation.isPending}>
            {t('createCaller.title')}
          </ActButton>
          <Button onClick={close}>{t('ending.cancel')}</Button>
        </div>
      </Form>
    </Section>
  );
}
