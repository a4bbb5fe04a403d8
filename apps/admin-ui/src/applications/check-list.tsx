import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ApplicationChecks } from '../api/types.js';
import { useGrouped } from '../display/quantity.js';
import { ShortId } from '../display/short-id.js';
import { useLanguage } from '../i18n/i18n.js';
import { useTheme } from '../theme/theme-choice.js';

const signs = {
  ok: [CheckCircleOutlined, 'active'],
  warning: [ExclamationCircleOutlined, 'needs_consent'],
  failed: [CloseCircleOutlined, 'failure'],
  unknown: [QuestionCircleOutlined, 'revoked'],
} as const;

/** Each line: what was asked, what was answered, and how it is mended, with what is to be copied into DingTalk's pages. */
export function CheckList({ checks }: Pick<ApplicationChecks, 'checks'>) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { states } = useTheme();
  const grouped = useGrouped();
  return (
    <ul className="lines checks">
      {checks.map(({ name, outcome, asked, answered, cure, values, dingtalkCode, durationMs }) => {
        const [Icon, colour] = signs[outcome];
        return (
          <li key={name}>
            <Icon aria-label={t(`applications.outcomes.${outcome}`)} style={{ color: states[colour].mark }} />
            <div>
              <p className="quiet">{asked[language]}</p>
              <p>
                <strong>{answered[language]}</strong>
                {durationMs !== null && (
                  <span className="quiet"> {t('applications.took', { ms: grouped(durationMs) })}</span>
                )}
                {dingtalkCode && (
                  <>
                    {' '}
                    <a href="/docs/dingtalk-errors">
                      <code>{dingtalkCode}</code>
                    </a>
                  </>
                )}
              </p>
              {cure && <p>{cure[language]}</p>}
              {cure && values.length > 0 && (
                <p className="values">
                  {values.map((value) => (
                    <ShortId key={value} id={value} whole />
                  ))}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
