import { CheckCircleOutlined, FieldTimeOutlined, StopOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { MasterKey } from '../api/types.js';
import { useTheme } from '../theme/theme-choice.js';

const icons = { current: CheckCircleOutlined, retiring: FieldTimeOutlined, retired: StopOutlined };
const likeStates = { current: 'active', retiring: 'needs_consent', retired: 'revoked' } as const;

export function KeyStateTag({ state }: Pick<MasterKey, 'state'>) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { text, tint } = states[likeStates[state]];
  const Icon = icons[state];
  return (
    <span className="state-tag" style={{ color: text, background: tint, border: '1px solid transparent' }}>
      <Icon aria-hidden />
      {t(`keys.states.${state}`)}
    </span>
  );
}
