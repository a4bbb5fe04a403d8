import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { useNow } from '../display/clock.js';
import { Instant } from '../display/instant.js';
import { addressOf, useNavigate } from '../location/use-location.js';

const DAYS = 90;
const dayMs = 86_400_000;

/** When access was last reviewed, and the way to the next review. */
export function LastReview() {
  const { t } = useTranslation();
  const now = useNow();
  const navigate = useNavigate();
  const reviews = useQuery({
    queryKey: ['access-reviews', 'last'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/access-reviews', { params: { query: { limit: 1 } }, signal })),
  });
  const last = reviews.data?.items[0];
  const since = new Date(now - DAYS * dayMs).toISOString().slice(0, 10);
  return (
    <>
      <span className="quiet">
        {last ? (
          <>
            {t('reviews.lastSigned')} <Instant at={last.signedAt} />
          </>
        ) : (
          reviews.data && t('reviews.neverSigned')
        )}
      </span>
      <Button type="primary" onClick={() => navigate(addressOf('scopes', { review: since }))}>
        {t('reviews.start')}
      </Button>
    </>
  );
}
