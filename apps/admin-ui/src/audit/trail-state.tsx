import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ExactInstant, Instant } from '../display/instant.js';
import { useTheme } from '../theme/theme-choice.js';

const whileSomebodyLooksMs = 10_000;

/** Until when the chain is known to be whole, and since when nobody has looked. */
export function TrailState() {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { data } = useQuery({
    queryKey: ['overview', 'trail'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/overview', { signal })),
    refetchInterval: whileSomebodyLooksMs,
  });
  if (!data) return null;
  const { verification } = data.trail;
  if (!verification) {
    return (
      <p className="quiet">
        <ExclamationCircleOutlined aria-hidden /> {t('audit.neverVerified')}
      </p>
    );
  }
  const { ok, at, provenUntil, anchored } = verification;
  return (
    <p>
      {ok ? (
        <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} />
      ) : (
        <ExclamationCircleOutlined aria-hidden style={{ color: states.revoked.mark }} />
      )}{' '}
      <strong>{ok ? t('audit.whole') : t('audit.broken')}</strong>{' '}
      {ok && provenUntil && <ExactInstant at={provenUntil} />}{' '}
      <span className="quiet">
        {t('audit.verifiedAt')} <Instant at={at} /> · {t(anchored ? 'audit.anchored' : 'audit.notAnchored')}
      </span>
    </p>
  );
}
