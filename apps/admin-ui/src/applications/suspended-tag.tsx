import { CheckCircleOutlined, PauseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../theme/theme-choice.js';

/** Of what an operator can stop and let go on. */
export function SuspendedTag({ suspendedAt }: { suspendedAt: string | null }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { text, tint } = suspendedAt ? states.suspended : states.active;
  const Icon = suspendedAt ? PauseCircleOutlined : CheckCircleOutlined;
  return (
    <span className="state-tag" style={{ color: text, background: tint, border: '1px solid transparent' }}>
      <Icon aria-hidden />
      {t(suspendedAt ? 'applications.suspended' : 'applications.runs')}
    </span>
  );
}
