import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Keys } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { useTheme } from '../theme/theme-choice.js';

/** Which replica seals under which key, and whether it can read its file. */
export function Replicas({ replicas }: { replicas: Keys['replicas'] }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  return (
    <Section title={t('keys.replicas')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('keys.replica')}</th>
            <th scope="col">{t('keys.seals')}</th>
            <th scope="col">{t('keys.health')}</th>
            <th scope="col">{t('keys.looked')}</th>
          </tr>
        </thead>
        <tbody>
          {replicas.map(({ replica, currentKeyId, healthy, trouble, lookedAt }) => (
            <tr key={replica}>
              <th scope="row">
                <ShortId id={replica} />
              </th>
              <td>
                <code>{currentKeyId}</code>
              </td>
              <td style={{ color: healthy ? states.active.text : states.failure.text }}>
                {healthy ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
                {trouble === null ? t('keys.healthy') : <ForeignText text={trouble} whole />}
              </td>
              <td className="nowrap">
                <Instant at={lookedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
