import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant, exactTime } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { SaveReview } from './export-review.js';

const atMost = 10;

/** Reviews that were signed, each with its file, from which anybody can compute its digest. */
export function SignedReviews() {
  const { t } = useTranslation();
  const reviews = useQuery({
    queryKey: ['access-reviews', 'signed'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/access-reviews', { params: { query: { limit: atMost } }, signal })),
  });
  if (!reviews.data || reviews.data.items.length === 0) return null;
  return (
    <div className="after-list">
      <Section title={t('reviews.signedBefore')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('reviews.signedAt')}</th>
              <th scope="col">{t('reviews.signedBy')}</th>
              <th scope="col">{t('reviews.since')}</th>
              {(['unused', 'narrowed', 'kept', 'open'] as const).map((name) => (
                <th key={name} scope="col" className="number">
                  {t(`reviews.numbers.${name}`)}
                </th>
              ))}
              <th scope="col">{t('reviews.note')}</th>
              <th scope="col">{t('reviews.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {reviews.data.items.map((review) => (
              <tr key={review.id}>
                <td>
                  <ExactInstant at={review.signedAt} withOffset />
                </td>
                <td>
                  <ForeignText text={review.signedBy.replace(/^operator:/, '')} />
                </td>
                <td>{exactTime(new Date(review.since)).slice(0, 10)}</td>
                {(['unused', 'narrowed', 'kept', 'open'] as const).map((name) => (
                  <td key={name} className="number">
                    <Quantity value={review[name]} />
                  </td>
                ))}
                <td>{review.note ? <ForeignText text={review.note} whole /> : t('display.unknown')}</td>
                <td>
                  <SaveReview id={review.id} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </div>
  );
}
