import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types.js';
import { Section } from '../display/section.js';
import { useTheme } from '../theme/theme-choice.js';

/** What a failing one says stands under what needs attention; of a passing one there is nothing more to know. */
export function Checks({ checks }: { checks: Overview['checks'] }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const nameOf = useCheckName();
  return (
    <Section title={t('overview.checks')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('overview.check')}</th>
            <th scope="col">{t('overview.result')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ name, ok }) => (
            <tr key={name}>
              <th scope="row">{nameOf(name)}</th>
              <td className="nowrap" style={{ color: ok ? states.active.text : states.failure.text }}>
                {ok ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
                {t(ok ? 'overview.ok' : 'overview.failing')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** A check this page does not know yet keeps the name the broker gave it. */
export function useCheckName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) =>
    name === 'database' || name === 'schema' || name === 'keys' || name === 'grpc' || name === 'audit_partitions'
      ? t(`overview.checkNames.${name}`)
      : name;
}
