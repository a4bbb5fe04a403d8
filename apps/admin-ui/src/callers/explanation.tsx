import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PolicyExplanation } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { useTheme } from '../theme/theme-choice.js';

/** The answer, the rule that decided, and what each entitlement alone would have said. */
export function Explanation({ explanation }: { explanation: PolicyExplanation }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { caller, allowed, code, rule, suspended, errors, candidates, entitlements } = explanation;
  return (
    <div className="stack" aria-live="polite">
      <Alert
        type={allowed ? 'success' : 'warning'}
        showIcon
        title={allowed ? t('dryRun.allowed') : t('dryRun.refused')}
        description={
          <>
            {code && (
              <p>
                {t('problem.code')} <code>{code}</code>
              </p>
            )}
            {rule && (
              <p>
                {t('dryRun.rule')} <code>{rule}</code>
              </p>
            )}
            {suspended && <p>{t(`dryRun.suspended.${caller.disabled ? 'disabled' : suspended.kind}`)}</p>}
            {errors.map(({ pointer, reason }) => (
              <p key={pointer}>
                <code>{pointer}</code> <ForeignText text={reason} whole />
              </p>
            ))}
            {allowed && <p>{t('dryRun.noGrantLooked')}</p>}
          </>
        }
      />
      {entitlements.length > 0 && (
        <ul className="lines" aria-label={t('dryRun.each')}>
          {entitlements.map(({ position, application, failsOn, missingScopes }) => (
            <li key={position}>
              {failsOn ? (
                <CloseCircleOutlined aria-hidden style={{ color: states.revoked.mark }} />
              ) : (
                <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} />
              )}
              <strong>
                {position} · <ForeignText text={application} whole />
              </strong>
              <span>{failsOn ? t(`dryRun.failsOn.${failsOn}`) : t('dryRun.allows')}</span>
              {missingScopes.length > 0 && <code>{missingScopes.join(' ')}</code>}
            </li>
          ))}
        </ul>
      )}
      {candidates.map(({ application, corpId, rawToken, beyond }) => (
        <p key={`${application}/${corpId}`} className="quiet">
          <ForeignText text={`${application} · ${corpId}`} whole />: {t(`dryRun.rawToken.${rawToken}`)}
          {beyond.length > 0 && <code> {beyond.join(' ')}</code>}
        </p>
      ))}
    </div>
  );
}
