import { Button, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../display/section.js';
import { type Subject, subjectOf } from './subject.js';

export function ChooseSubject({ choose, close }: { choose(subject: Subject): void; close(): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  return (
    <Section title={t('suspensions.suspend')}>
      <Form layout="vertical" onFinish={() => text.trim() !== '' && choose(subjectOf(text))}>
        <Form.Item label={t('suspensions.subject')} htmlFor={id} help={t('suspensions.subjectHelp')}>
          <Input
            id={id}
            value={text}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            onChange={({ target }) => setText(target.value)}
          />
        </Form.Item>
        <div className="acts">
          <Button type="primary" htmlType="submit">
            {t('suspensions.preview')}
          </Button>
          <Button onClick={close}>{t('ending.cancel')}</Button>
        </div>
      </Form>
    </Section>
  );
}
