import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Ability, Application, SavedAbility } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { plainText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { ScopeSelect } from '../scopes/scope-select.js';

const transports = ['http', 'grpc'] as const;

/** What can be changed of an ability. */
type Draft = Pick<Ability, 'caller' | 'scopes' | 'transport' | 'address' | 'allowPlaintext' | 'timeoutSeconds'>;

const emptyDraft: Draft = {
  caller: '',
  scopes: ['Contact.User.Read'],
  transport: 'http',
  address: '',
  allowPlaintext: false,
  timeoutSeconds: 10,
};

interface AbilityFormProps {
  application: Application;
  /** Left out: a new one. */
  ability: Ability | undefined;
  callers: ReadonlyMap<string, string> | undefined;
  saved(ability: SavedAbility): Promise<void>;
  close(): void;
}

export function AbilityForm({ application, ability, callers, saved, close }: AbilityFormProps) {
  const { t } = useTranslation();
  const ids = useId();
  const { name } = application;
  const [key, setKey] = useState(ability?.abilityKey ?? '');
  const [draft, setDraft] = useState<Draft>(ability ? settingsOf(ability) : emptyDraft);
  const [isChecked, setChecked] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const saving = useMutation({
    mutationFn: () => {
      const body = { ...draft, address: draft.address.trim() };
      const abilityKey = ability?.abilityKey ?? key.trim();
      return ability
        ? answerOf(
            api.PATCH('/admin/v1/applications/{name}/abilities/{abilityKey}', {
              params: { path: { name, abilityKey } },
              body,
            }),
          )
        : answerOf(
            api.POST('/admin/v1/applications/{name}/abilities', {
              params: { path: { name } },
              body: { ...body, abilityKey },
            }),
          );
    },
    onSuccess: saved,
  });
  const missing = {
    key: key.trim() === '',
    caller: draft.caller === '',
    scopes: draft.scopes.length === 0,
    address: draft.address.trim() === '',
  };
  type Field = keyof typeof missing;
  const item = (field: Field, help?: string) => ({
    htmlFor: `${ids}${field}`,
    ...(isChecked && missing[field]
      ? { validateStatus: 'error' as const, help: t(`abilities.missing.${field}`) }
      : { help }),
  });
  const save = () => {
    setChecked(true);
    const first = (Object.keys(missing) as Field[]).find((field) => missing[field]);
    if (first) document.getElementById(`${ids}${first}`)?.focus();
    else saving.mutate();
  };
  const isPlain = draft.address.trim().toLowerCase().startsWith('http:');
  return (
    <Form layout="vertical" onFinish={save}>
      <h3>{ability ? t('abilities.changeNamed', { key: plainText(ability.abilityKey) }) : t('abilities.register')}</h3>
      {!ability && (
        <Form.Item label={t('abilities.key')} {...item('key', t('abilities.keyHelp'))}>
          <Input
            id={`${ids}key`}
            value={key}
            autoFocus
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setKey(target.value)}
          />
        </Form.Item>
      )}
      <Form.Item label={t('abilities.caller')} {...item('caller', t('abilities.callerHelp'))}>
        <Select
          id={`${ids}caller`}
          value={draft.caller || undefined}
          loading={!callers}
          onChange={(caller) => change({ caller })}
          options={[...(callers ?? [])].map(([value, label]) => ({ value, label: plainText(label) }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item label={t('abilities.scopes')} {...item('scopes', t('abilities.scopesHelp'))}>
        <ScopeSelect
          id={`${ids}scopes`}
          value={draft.scopes}
          onChange={(scopes) => change({ scopes })}
          offered={application.scopes}
        />
      </Form.Item>
      <Form.Item label={t('abilities.transport')} htmlFor={`${ids}transport`}>
        <Select
          id={`${ids}transport`}
          value={draft.transport}
          onChange={(transport) => change({ transport })}
          options={transports.map((value) => ({ value, label: t(`abilities.transports.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('abilities.address')} {...item('address', t(`abilities.addressHelp.${draft.transport}`))}>
        <Input
          id={`${ids}address`}
          type="url"
          value={draft.address}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          placeholder="https://crm.example.com/abilities/add-customer"
          onChange={({ target }) => change({ address: target.value })}
        />
      </Form.Item>
      <Checkbox checked={draft.allowPlaintext} onChange={({ target }) => change({ allowPlaintext: target.checked })}>
        {t('abilities.allowPlaintext')}
      </Checkbox>
      {isPlain && <Alert type="warning" showIcon title={t('abilities.plainMeaning')} />}
      <Form.Item label={t('abilities.timeout')} htmlFor={`${ids}timeout`} help={t('abilities.timeoutHelp')}>
        <InputNumber
          id={`${ids}timeout`}
          min={1}
          max={60}
          precision={0}
          value={draft.timeoutSeconds}
          onChange={(seconds) => change({ timeoutSeconds: seconds ?? emptyDraft.timeoutSeconds })}
        />
      </Form.Item>
      {saving.error && <ProblemPanel error={saving.error} />}
      <div className="acts">
        <ActButton permission="applications:write" type="primary" htmlType="submit" loading={saving.isPending}>
          {t(saving.isPending ? 'draft.saving' : 'draft.save')}
        </ActButton>
        <Button onClick={close}>{t('ending.cancel')}</Button>
      </div>
    </Form>
  );
}

function settingsOf({ caller, scopes, transport, address, allowPlaintext, timeoutSeconds }: Ability): Draft {
  return { caller, scopes, transport, address, allowPlaintext, timeoutSeconds };
}
