import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from '../display/problem-panel.js';
import { type ApiDocs, AsRequest } from '../list/as-request.js';
import { curlOf } from '../list/list-header.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import type { PageName } from '../shell/pages.js';

interface DetailPageProps<Item> {
  list: PageName;
  query: UseQueryResult<Item>;
  /** Where the broker answers with it. */
  path: string;
  /** Where the API describes that answer. */
  docs?: ApiDocs;
  title(item: Item): ReactNode;
  acts?(item: Item): ReactNode;
  /** What went wrong with an act of the head. */
  failure?: Error | null;
  children(item: Item): ReactNode;
}

/** One item of a list, on a page that can be sent to somebody; the way back is above its name. */
export function DetailPage<Item>({ list, query, path, docs, title, acts, failure, children }: DetailPageProps<Item>) {
  const { t } = useTranslation();
  const { data, error, refetch } = query;
  const retry = () => void refetch();
  return (
    <div className="stack">
      <div>
        <Link className="way-back" href={addressOf(list)}>
          {t(`nav.${list}`)}
        </Link>
        <div className="page-head">
          <h1>{data ? title(data) : t(`nav.${list}`)}</h1>
          {data && acts?.(data)}
          <AsRequest curl={curlOf(path, {})} docs={docs} />
          <Button onClick={retry}>{t('list.refresh')}</Button>
        </div>
      </div>
      {error && <ProblemPanel error={error} retry={retry} />}
      {failure && <ProblemPanel error={failure} />}
      {data ? children(data) : !error && <LoadingRows />}
    </div>
  );
}
