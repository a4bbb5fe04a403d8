import { CheckCircleOutlined, PauseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../theme/theme-choice.js';

/** Of whatever can be disabled and enabled again. */
export function EnabledTag({ disabledAt }: { disabledAt: string | null }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { text, tint } = disabledAt ? states.suspended : states.active;
  const Icon = disabledAt ? PauseCircleOutlined : CheckCircleOutlined;
  return (
    <span className="state-tag" style={{ color: text, background: tint, border: '1px solid transparent' }}>
      <Icon aria-hidden />
      {t(disabledAt ? 'enabling.disabled' : 'enabling.enabled')}
    </span>
  );
}
