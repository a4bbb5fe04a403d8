import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { CreateWebhook } from './create-webhook.js';
import { WebhookTable } from './webhook-table.js';

export function WebhooksPage() {
  const { t } = useTranslation();
  const filters = useFilters({});
  const cursor = useLocation().state.cursors?.at(-1);
  const query = { cursor };
  const [isCreating, setCreating] = useState(false);
  const webhooks = useQuery({
    queryKey: ['webhooks', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/webhooks', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.webhooks')}
        filters={filters}
        curl={curlOf('/admin/v1/webhooks', query)}
        docs={['Webhooks', 'listWebhooks']}
        refresh={() => void webhooks.refetch()}
        acts={
          !isCreating && (
            <ActButton permission="webhooks:write" onClick={() => setCreating(true)}>
              {t('webhooks.create')}
            </ActButton>
          )
        }
      />
      {isCreating && <CreateWebhook close={() => setCreating(false)} />}
      <ListRegion
        query={webhooks}
        filtered={false}
        clear={filters.clear}
        nothingYet={{ title: t('webhooks.nothingYet'), meaning: t('webhooks.nothingYetMeaning') }}
      >
        {(items) => <WebhookTable webhooks={items} />}
      </ListRegion>
    </>
  );
}
