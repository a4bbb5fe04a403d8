import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Webhook } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { useConfirm } from '../detail/use-confirm.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText, plainText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { ShownOnce } from '../display/shown-once.js';
import { addressOf, useNavigate } from '../location/use-location.js';
import { Deliveries } from './deliveries.js';
import { WebhookState } from './webhook-state.js';

export function WebhookPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const [secret, setSecret] = useState<string>();
  const path = { id };
  const webhook = useQuery({
    queryKey: ['webhooks', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/webhooks/{id}', { params: { path }, signal })),
  });
  const changed = () => Promise.all(['webhooks', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const testing = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/webhooks/{id}/test', { params: { path } })),
    onSuccess: changed,
  });
  const switching = useMutation({
    mutationFn: (enabled: boolean) =>
      answerOf(api.PATCH('/admin/v1/webhooks/{id}', { params: { path }, body: { enabled } })),
    onSuccess: changed,
  });
  const rotation = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/admin/v1/webhooks/{id}/rotate-secret', { params: { path }, body: { overlapHours: 24 } })),
    onSuccess: async (answer) => {
      setSecret(answer.secret);
      await changed();
    },
  });
  const removal = useMutation({
    mutationFn: () => answerOf(api.DELETE('/admin/v1/webhooks/{id}', { params: { path } })),
    onSuccess: async () => {
      navigate(addressOf('webhooks'));
      await changed();
    },
  });
  const acts = ({ url, state }: Webhook) => (
    <>
      <ActButton
        permission="webhooks:write"
        loading={switching.isPending}
        onClick={() => switching.mutate(state === 'disabled')}
      >
        {t(state === 'disabled' ? 'webhooks.enable' : 'webhooks.disable')}
      </ActButton>
      {state === 'enabled' && (
        <ActButton permission="webhooks:write" loading={testing.isPending} onClick={() => testing.mutate()}>
          {t('webhooks.test')}
        </ActButton>
      )}
      <ActButton permission="webhooks:write" loading={rotation.isPending} onClick={() => rotation.mutate()}>
        {t('webhooks.rotate')}
      </ActButton>
      <ActButton
        permission="webhooks:write"
        danger
        onClick={() =>
          confirm({
            title: t('webhooks.remove', { host: plainText(new URL(url).host) }),
            effect: t('webhooks.removeEffect'),
            act: () => removal.mutate(),
          })
        }
      >
        {t('webhooks.remove', { host: plainText(new URL(url).host) })}
      </ActButton>
    </>
  );
  return (
    <DetailPage
      list="webhooks"
      query={webhook}
      path={`/admin/v1/webhooks/${id}`}
      docs={['Webhooks', 'getWebhook']}
      title={({ url }) => <ForeignText text={new URL(url).host} whole />}
      acts={acts}
      failure={testing.error ?? switching.error ?? rotation.error ?? removal.error}
    >
      {(item) => (
        <>
          {secret && (
            <ShownOnce
              title={t('webhooks.secretOf')}
              secret={secret}
              note={t('webhooks.overlap')}
              stored={() => setSecret(undefined)}
            />
          )}
          <Section title={t('webhooks.about')}>
            <Facts webhook={item} />
          </Section>
          <Deliveries webhook={item} />
        </>
      )}
    </DetailPage>
  );
}

function Facts({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const { id, url, description, events, secrets, createdAt } = webhook;
  return (
    <dl className="facts">
      <dt>{t('webhooks.state')}</dt>
      <dd>
        <WebhookState webhook={webhook} />
      </dd>
      <dt>{t('webhooks.url')}</dt>
      <dd>
        <ForeignText text={url} whole />
      </dd>
      {description && (
        <>
          <dt>{t('webhooks.description')}</dt>
          <dd>
            <ForeignText text={description} whole />
          </dd>
        </>
      )}
      <dt>{t('webhooks.events')}</dt>
      <dd>
        {events.map((name) => (
          <code key={name}>{name} </code>
        ))}
      </dd>
      <dt>{t('webhooks.secrets')}</dt>
      <dd>
        {secrets.map((secret) => (
          <div key={secret.createdAt}>
            {t('webhooks.secretSince')} <ExactInstant at={secret.createdAt} />
            {secret.expiresAt && (
              <>
                {' '}
                {t('webhooks.secretUntil')} <ExactInstant at={secret.expiresAt} />
              </>
            )}
          </div>
        ))}
      </dd>
      <dt>{t('webhooks.created')}</dt>
      <dd>
        <ExactInstant at={createdAt} />
      </dd>
      <dt>{t('webhooks.id')}</dt>
      <dd>
        <ShortId id={id} whole />
      </dd>
    </dl>
  );
}
