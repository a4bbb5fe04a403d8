import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../api/types.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Pager } from './pager.js';

interface ListRegionProps<Item> {
  query: UseQueryResult<Page<Item>>;
  /** Whether the address narrows the list: “nothing yet” and “nothing matches” are different news. */
  filtered: boolean;
  clear(): void;
  nothingYet: { title: string; meaning: string };
  children(items: Item[]): ReactNode;
}

/** A list in each of its states, without a jump between them. */
export function ListRegion<Item>({ query, filtered, clear, nothingYet, children }: ListRegionProps<Item>) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = query;
  if (!data) return error ? <ProblemPanel error={error} retry={() => void refetch()} /> : <LoadingRows />;
  if (data.items.length === 0 && !error) {
    return (
      <div className="empty" aria-live="polite">
        <p className="empty-title">{filtered ? t('list.nothingMatches') : nothingYet.title}</p>
        {filtered ? <Button onClick={clear}>{t('list.clear')}</Button> : <p>{nothingYet.meaning}</p>}
      </div>
    );
  }
  return (
    <>
      <div className={isFetching ? 'refetch-bar on' : 'refetch-bar'} role="status">
        {isFetching && <span className="unseen">{t('list.refreshing')}</span>}
      </div>
      {error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {children(data.items)}
      <Pager shown={data.items.length} nextCursor={data.nextCursor} />
    </>
  );
}

/** Rows of the final height, drawn only when the answer takes its time. */
export function LoadingRows({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 4_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading-rows" role="status">
      <span className={isSlow ? 'still-working' : 'unseen'}>{t(isSlow ? 'list.stillWorking' : 'list.loading')}</span>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <div key={row} className="loading-row" aria-hidden />
      ))}
    </div>
  );
}
