import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

export const LoadingPage = () => <LoadingRows />;

/** For addresses nobody made a page for. */
export function UnknownPage() {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h1>{t('noPage.title')}</h1>
      <p>{t('noPage.meaning')}</p>
      <Link href={addressOf('')}>{t('noPage.start')}</Link>
    </div>
  );
}

/** A mistake of ours, or a page that could not be fetched; the rest of the screen goes on working. */
export function PageFailure({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <h1>{t('noPage.failed')}</h1>
      <p>{t('noPage.failedMeaning')}</p>
      <p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </p>
      <Button onClick={() => location.reload()}>{t('noPage.reload')}</Button>
    </div>
  );
}
