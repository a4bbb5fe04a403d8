import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { hasProofFields, ProofFields, proofBodyOf, proofTextsOf } from './proof-fields.js';

/** Name and keys; the method by which a caller proves who it is stays what it is. */
export function ChangeCaller({ caller }: { caller: Caller }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const ids = useId();
  const [name, setName] = useState(caller.name);
  const [texts, setTexts] = useState(proofTextsOf(caller));
  const [isKeyMistaken, setKeyMistaken] = useState(false);
  const saving = useMutation({
    mutationFn: (proof: object) =>
      answerOf(
        api.PATCH('/admin/v1/callers/{id}', {
          params: { path: { id: caller.id } },
          body: { ...(name.trim() !== caller.name && { name: name.trim() }), ...proof },
        }),
      ),
    onSuccess: () => Promise.all(['callers', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const save = () => {
    const isMoved = JSON.stringify(texts) !== JSON.stringify(proofTextsOf(caller));
    const proof = isMoved ? proofBodyOf(caller.authMethod, texts) : {};
    setKeyMistaken(proof === undefined);
    if (proof) saving.mutate(proof);
  };
  return (
    <Form layout="vertical" onFinish={save}>
      <Form.Item label={t('callers.name')} htmlFor={`${ids}name`} help={t('createCaller.nameHelp')}>
        <Input
          id={`${ids}name`}
          value={name}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </Form.Item>
      {hasProofFields(caller.authMethod) && (
        <ProofFields method={caller.authMethod} texts={texts} isKeyMistaken={isKeyMistaken} change={setTexts} />
      )}
      {saving.error && <ProblemPanel error={saving.error} />}
      <div>
        <ActButton permission="callers:write" htmlType="submit" loading={saving.isPending}>
          {t(saving.isPending ? 'draft.saving' : 'draft.save')}
        </ActButton>
      </div>
    </Form>
  );
}
