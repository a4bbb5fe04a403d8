import { useTranslation } from 'react-i18next';
import type { Operator } from '../api/types.js';

/** By which doors an operator can come in in a browser. */
export function SignsIn({ operator: { unionId, oidcSubject } }: { operator: Operator }) {
  const { t } = useTranslation();
  const ways = [unionId && t('operators.byDingTalk'), oidcSubject && t('operators.byProvider')].filter(Boolean);
  return ways.length > 0 ? ways.join(t('operators.and')) : t('operators.byToken');
}
