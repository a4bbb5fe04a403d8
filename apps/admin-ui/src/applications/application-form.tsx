import { Button, Checkbox, Form, Input, Radio } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../display/act-button.js';
import { ScopeSelect, useScopeNames } from '../scopes/scope-select.js';
import type { Draft } from './draft.js';

const kinds = ['internal', 'isv', 'personal'] as const;

type RequiredField = 'name' | 'corpId' | 'clientId' | 'clientSecret';
type Field = RequiredField | 'displayName' | 'organisationName';

interface ApplicationFormProps {
  draft: Draft;
  change(draft: Draft): void;
  submit(): void;
  cancel(): void;
}

/** What stands in DingTalk's developer pages, in their order. */
export function ApplicationForm({ draft, change, submit, cancel }: ApplicationFormProps) {
  const { t } = useTranslation();
  const ids = useId();
  const [tried, setTried] = useState(false);
  const wrong = wrongFieldsOf(draft);
  const names = useScopeNames();
  const unknown = names ? draft.scopes.filter((code) => !names.has(code)) : [];
  const isWrong = (field: Field): field is RequiredField => tried && wrong.some((each) => each === field);
  const text = (field: Field) => ({
    id: `${ids}${field}`,
    value: draft[field],
    autoComplete: 'off',
    spellCheck: false,
    'aria-invalid': isWrong(field),
    onChange: ({ target }: { target: { value: string } }) => change({ ...draft, [field]: target.value }),
  });
  const item = (field: Field, label: string, help?: string) => ({
    label,
    htmlFor: `${ids}${field}`,
    help: isWrong(field) ? t(`applications.wrong.${field}`) : help,
    validateStatus: isWrong(field) ? ('error' as const) : undefined,
  });
  const go = () => {
    setTried(true);
    if (wrong.length === 0) submit();
    else document.getElementById(`${ids}${wrong[0]}`)?.focus();
  };
  return (
    <Form layout="vertical" onFinish={go}>
      <Form.Item {...item('name', t('applications.name'), t('applications.nameHelp'))}>
        <Input {...text('name')} autoFocus />
      </Form.Item>
      <Form.Item {...item('displayName', t('applications.displayName'), t('applications.displayNameHelp'))}>
        <Input {...text('displayName')} maxLength={100} />
      </Form.Item>
      <fieldset className="choice">
        <legend>{t('applications.kind')}</legend>
        <Radio.Group
          value={draft.kind}
          onChange={({ target }) => change({ ...draft, kind: target.value })}
          options={kinds.map((value) => ({ value, label: t(`applications.kinds.${value}`) }))}
        />
      </fieldset>
      {draft.kind === 'internal' && (
        <Form.Item {...item('corpId', t('applications.corpId'), t('applications.corpIdHelp'))}>
          <Input {...text('corpId')} />
        </Form.Item>
      )}
      {draft.kind === 'internal' && (
        <Form.Item {...item('organisationName', t('applications.organisationName'))}>
          <Input {...text('organisationName')} maxLength={100} />
        </Form.Item>
      )}
      <Form.Item {...item('clientId', 'Client ID', t('applications.clientIdHelp'))}>
        <Input {...text('clientId')} />
      </Form.Item>
      <Form.Item {...item('clientSecret', 'Client Secret', t('applications.secretHelp'))}>
        <Input {...text('clientSecret')} type="password" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        label={t('applications.scopes')}
        htmlFor={`${ids}scopes`}
        {...(unknown.length > 0
          ? { validateStatus: 'warning', help: t('applications.scopesUnknown', { codes: unknown.join(' ') }) }
          : { help: t('applications.scopesHelp') })}
      >
        <ScopeSelect
          id={`${ids}scopes`}
          value={draft.scopes}
          onChange={(scopes) => change({ ...draft, scopes })}
          free
        />
      </Form.Item>
      <Form.Item label={t('applications.robotCode')} htmlFor={`${ids}robot`} help={t('applications.robotHelp')}>
        <Input
          id={`${ids}robot`}
          value={draft.robotCode}
          autoComplete="off"
          onChange={({ target }) => change({ ...draft, robotCode: target.value })}
        />
      </Form.Item>
      <Checkbox
        checked={draft.eventStream}
        onChange={({ target }) => change({ ...draft, eventStream: target.checked })}
      >
        {t('applications.eventStream')}
      </Checkbox>
      <div className="acts">
        <ActButton permission="applications:write" type="primary" htmlType="submit">
          {t('applications.check')}
        </ActButton>
        <Button onClick={cancel}>{t('ending.cancel')}</Button>
      </div>
    </Form>
  );
}

function wrongFieldsOf({ name, kind, corpId, clientId, clientSecret }: Draft): RequiredField[] {
  const wrong: Record<RequiredField, boolean> = {
    name: !/^[a-z][a-z0-9-]{1,40}$/.test(name.trim()) || name.trim() === 'callback',
    corpId: kind === 'internal' && corpId.trim() === '',
    clientId: clientId.trim() === '',
    clientSecret: clientSecret.trim() === '',
  };
  return (Object.keys(wrong) as RequiredField[]).filter((field) => wrong[field]);
}
