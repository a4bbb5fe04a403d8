import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filters } from '../location/use-filters.js';
import { type ApiDocs, AsRequest } from './as-request.js';

interface ListHeaderProps {
  title: string;
  filters: Filters<string>;
  /** The list on screen as a request, for a shell. */
  curl: string;
  /** Where the API describes that request. */
  docs?: ApiDocs;
  refresh(): void;
  acts?: ReactNode;
  /** The filters. */
  children?: ReactNode;
}

export function ListHeader({ title, filters, curl, docs, refresh, acts, children }: ListHeaderProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        {acts}
        <AsRequest curl={curl} docs={docs} />
        <Button onClick={refresh}>{t('list.refresh')}</Button>
      </div>
      {children && (
        <search className="filters" aria-label={t('list.filters')}>
          {children}
          {filters.any && (
            <Button type="link" onClick={filters.clear}>
              {t('list.clear')}
            </Button>
          )}
        </search>
      )}
      {filters.ignored.length > 0 && (
        <p className="note" role="status">
          {t('list.ignored', { parameters: filters.ignored.join(' · ') })}
        </p>
      )}
    </>
  );
}

/** Absolute, with the filters on screen; never the session and never a secret. */
export function curlOf(path: string, query: Record<string, string | undefined>): string {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return `curl -s '${url.href.replaceAll("'", '%27')}' -H "Authorization: Bearer $BROKER_TOKEN"`;
}
