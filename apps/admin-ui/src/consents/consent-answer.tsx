import { CheckCircleOutlined, ClockCircleOutlined, FieldTimeOutlined, StopOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Consent, ConsentState } from '../api/types.js';
import { Remaining } from '../display/remaining.js';

const icons: Record<ConsentState, typeof CheckCircleOutlined> = {
  pending: ClockCircleOutlined,
  granted: CheckCircleOutlined,
  rejected: StopOutlined,
  expired: FieldTimeOutlined,
};

/** What became of it; while it waits, how much longer it can be answered. */
export function ConsentAnswer({ consent: { state, expiresAt } }: { consent: Consent }) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <span className={state === 'pending' ? 'nowrap' : 'nowrap quiet'}>
      <Icon aria-hidden /> {t(`consentStates.${state}`)}
      {state === 'pending' && (
        <>
          {' · '}
          <Remaining at={expiresAt} />
        </>
      )}
    </span>
  );
}
