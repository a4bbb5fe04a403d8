import { CheckCircleOutlined, PauseCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { useTheme } from '../theme/theme-choice.js';

/** Whether it is told of anything, and whether that arrives. */
export function WebhookState({ webhook: { state, disabledBecause, failingSince } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  if (state === 'disabled') {
    return (
      <span>
        <PauseCircleOutlined aria-hidden style={{ color: states.suspended.mark }} /> {t('webhooks.disabled')}{' '}
        <span className="quiet">{disabledBecause && t(`webhooks.disabledBecause.${disabledBecause}`)}</span>
      </span>
    );
  }
  if (failingSince) {
    return (
      <span>
        <WarningOutlined aria-hidden style={{ color: states.needs_consent.mark }} /> {t('webhooks.failing')}{' '}
        <Instant at={failingSince} />
      </span>
    );
  }
  return (
    <span>
      <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} /> {t('webhooks.enabled')}
    </span>
  );
}
