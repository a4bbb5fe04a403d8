import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { type Webhook, webhookEvents } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { ShownOnce } from '../display/shown-once.js';
import { addressOf, useNavigate } from '../location/use-location.js';

/** Shows the secret once, and leads to the webhook's page afterwards. */
export function CreateWebhook({ close }: { close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ids = useId();
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const [events, setEvents] = useState<Webhook['events']>(['grant.revoked', 'grant.expired']);
  const creation = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/admin/v1/webhooks', { body: { url: url.trim(), description: description.trim(), events } })),
    onSuccess: () => Promise.all(['webhooks', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (creation.data) {
    const { id, secret } = creation.data;
    return (
      <ShownOnce title={t('webhooks.secretOf')} secret={secret} stored={() => navigate(addressOf(`webhooks/${id}`))} />
    );
  }
  return (
    <Section title={t('webhooks.create')}>
      <Form layout="vertical" onFinish={() => events.length > 0 && creation.mutate()}>
        <Form.Item label={t('webhooks.url')} htmlFor={`${ids}url`} help={t('webhooks.urlHelp')}>
          <Input
            id={`${ids}url`}
            type="url"
            value={url}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hooks.example.com/dingtalk-grants"
            onChange={(event) => setUrl(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('webhooks.description')} htmlFor={`${ids}description`}>
          <Input
            id={`${ids}description`}
            value={description}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setDescription(event.target.value)}
          />
        </Form.Item>
        <Form.Item
          label={t('webhooks.events')}
          validateStatus={events.length === 0 ? 'error' : undefined}
          help={events.length === 0 ? t('webhooks.eventsMissing') : undefined}
        >
          <Checkbox.Group
            aria-label={t('webhooks.events')}
            options={webhookEvents.map((value) => ({ value, label: <code>{value}</code> }))}
            value={events}
            onChange={setEvents}
          />
        </Form.Item>
        {creation.error && <ProblemPanel error={creation.error} />}
        <div className="acts">
          <ActButton permission="webhooks:write" type="primary" htmlType="submit" loading={creation.isPending}>
            {t('webhooks.create')}
          </ActButton>
          <Button onClick={close}>{t('ending.cancel')}</Button>
        </div>
      </Form>
    </Section>
  );
}
