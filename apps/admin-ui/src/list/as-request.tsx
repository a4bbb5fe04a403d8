import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { operations } from '../api/schema.js';
import { useCopy } from '../display/short-id.js';

/** Where Swagger UI shows a call: its tag, and the id of its operation. */
export type ApiDocs = readonly [tag: string, operation: keyof operations];

/** What a page shows, as a request for a shell, and where the API describes it. */
export function AsRequest({ curl, docs }: { curl: string; docs?: ApiDocs | undefined }) {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <>
      <Button onClick={() => copy(curl)}>{t('list.curl')}</Button>
      {docs && (
        <Button
          href={`/docs#/${encodeURIComponent(docs[0])}/${docs[1]}`}
          aria-label={t('list.docsOf', { operation: docs[1] })}
        >
          {t('list.docs')}
        </Button>
      )}
    </>
  );
}
