import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { KeyTable } from './key-table.js';
import { Replicas } from './replicas.js';
import { RotateKeys } from './rotate-keys.js';
import { Rotation } from './rotation.js';

/** Which key seals now, how much is under each, and whether the old one can go. */
export function KeysPage() {
  const { t } = useTranslation();
  const filters = useFilters({});
  const [isRotating, setRotating] = useState(false);
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/keys', { signal })),
    refetchInterval: 5_000,
  });
  return (
    <>
      <ListHeader
        title={t('nav.keys')}
        filters={filters}
        curl={curlOf('/admin/v1/keys', {})}
        docs={['Keys', 'listKeys']}
        refresh={() => void keys.refetch()}
        acts={
          !isRotating &&
          keys.data && (
            <ActButton permission="keys:rotate" onClick={() => setRotating(true)}>
              {t('keys.rotate')}
            </ActButton>
          )
        }
      />
      {isRotating && keys.data && <RotateKeys keys={keys.data.items} close={() => setRotating(false)} />}
      <ListRegion
        query={keys}
        filtered={false}
        clear={filters.clear}
        nothingYet={{ title: t('keys.nothingYet'), meaning: t('keys.nothingYetMeaning') }}
      >
        {(items) => <KeyTable keys={items} />}
      </ListRegion>
      {keys.data && (
        <div className="overview">
          {keys.data.rotationJobId && <Rotation id={keys.data.rotationJobId} />}
          <Replicas replicas={keys.data.replicas} />
        </div>
      )}
    </>
  );
}
