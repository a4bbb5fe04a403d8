import {
  CheckCircleOutlined,
  ExclamationCircleOutlined,
  FieldTimeOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Grant, GrantState } from '../api/types.js';
import { useTheme } from '../theme/theme-choice.js';

export type ShownState = GrantState | 'indeterminate';

/** Ended is grey and not red: it is history, not an alarm. The word always stands beside the icon. */
const stateIcons: Record<ShownState, typeof CheckCircleOutlined> = {
  active: CheckCircleOutlined,
  needs_consent: ExclamationCircleOutlined,
  indeterminate: QuestionCircleOutlined,
  suspended: PauseCircleOutlined,
  revoked: StopOutlined,
  expired: FieldTimeOutlined,
};

/** `indeterminate` is a reason of `needs_consent` that operators act on apart, so they see it as a state of its own. */
export const shownState = ({ state, reason }: Pick<Grant, 'state' | 'reason'>): ShownState =>
  state === 'needs_consent' && reason === 'indeterminate' ? 'indeterminate' : state;

export const hasEnded = ({ state }: Pick<Grant, 'state'>): boolean => state === 'revoked' || state === 'expired';

export function GrantStateTag({ state }: { state: ShownState }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const Icon = stateIcons[state];
  const { text, tint, mark } = states[state];
  const border = state === 'expired' ? `1px dashed ${mark}` : '1px solid transparent';
  return (
    <span className="state-tag" style={{ color: text, background: tint, border }}>
      <Icon aria-hidden />
      {t(`states.${state}`)}
    </span>
  );
}
