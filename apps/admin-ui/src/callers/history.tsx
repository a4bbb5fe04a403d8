import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller, CallerVersion } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Difference } from './difference.js';
import { differenceOf } from './drafts.js';
import { RestoreVersion } from './restore-version.js';

/** One more than is shown: each version is read beside the one before. */
const limit = 21;

/** Every set of entitlements the caller has had: who changed what, when and why, and the way back. */
export function History({ caller }: { caller: Caller }) {
  const { t } = useTranslation();
  const [restored, restore] = useState<CallerVersion>();
  const { id } = caller;
  const history = useInfiniteQuery({
    queryKey: ['callers', id, 'history'],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit, ...(pageParam && { cursor: pageParam }) };
      return answerOf(api.GET('/admin/v1/callers/{id}/history', { params: { path: { id }, query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const versions = history.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = history.hasNextPage ? versions.slice(0, -1) : versions;
  if (restored) return <RestoreVersion caller={caller} version={restored} done={() => restore(undefined)} />;
  return (
    <Section wide title={t('history.of')}>
      <div className="stack">
        {history.error && <ProblemPanel error={history.error} retry={() => void history.refetch()} />}
        {history.isPending && <LoadingRows rows={4} />}
        <ol className="versions">
          {shown.map((version, index) => (
            <Version
              key={version.policyVersion}
              version={version}
              before={versions[index + 1]}
              isNewest={index === 0}
              restore={() => restore(version)}
            />
          ))}
        </ol>
        {versions.length === 1 && <p className="quiet">{t('history.nothingElse')}</p>}
        {history.hasNextPage && (
          <div>
            <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
              {t('history.older')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

interface VersionProps {
  version: CallerVersion;
  before: CallerVersion | undefined;
  isNewest: boolean;
  restore(): void;
}

function Version({ version, before, isNewest, restore }: VersionProps) {
  const { t } = useTranslation();
  const { policyVersion, changedAt, actor, reason } = version;
  const changes = differenceOf(before?.entitlements ?? [], version.entitlements);
  return (
    <li className="version">
      <div className="title-with-act">
        <span className="person">
          <strong>{t('history.version', { version: policyVersion })}</strong>
          {isNewest && <span className="quiet">{t('history.now')}</span>}
          <Instant at={changedAt} />
          {actor ? (
            <ForeignText text={actor.replace(/^operator:/, '')} />
          ) : (
            <span className="quiet">{t('history.unknown')}</span>
          )}
        </span>
        {!isNewest && (
          <ActButton
            permission="callers:write"
            size="small"
            aria-label={t('history.restoreNamed', { version: policyVersion })}
            onClick={restore}
          >
            {t('history.restore')}
          </ActButton>
        )}
      </div>
      {reason && <ForeignText text={reason} whole />}
      {!before && <p className="quiet">{t('history.first')}</p>}
      {before && changes.length === 0 && <p className="quiet">{t('history.same')}</p>}
      <Difference changes={changes} />
    </li>
  );
}
