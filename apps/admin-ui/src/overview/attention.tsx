import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  InfoCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttentionItem, Overview } from '../api/types.js';
import { plainText } from '../display/foreign-text.js';
import { ExactInstant, Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';
import { TrailLine } from './trail-line.js';

/** The worst first, each with the way to it; when there is nothing, one sentence says that everything was looked at. */
export function Attention({ overview: { attention, serverTime, trail } }: { overview: Overview }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const title = attention.length > 0 ? `${t('overview.attention')} (${attention.length})` : t('overview.attention');
  return (
    <Section wide title={title}>
      <ul className="lines">
        {attention.length === 0 && (
          <li>
            <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} />
            <span>{t('overview.allClear')}</span>
            <span className="quiet">
              <ExactInstant at={serverTime} />
            </span>
          </li>
        )}
        {attention.map((item) => (
          <AttentionLine key={keyOf(item)} item={item} />
        ))}
        <TrailLine trail={trail} />
      </ul>
    </Section>
  );
}

function AttentionLine({ item }: { item: AttentionItem }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { headline, meaning, to } = useWords(item);
  const [Icon, colour] = {
    error: [CloseCircleOutlined, states.failure.mark] as const,
    warning: [ExclamationCircleOutlined, states.needs_consent.mark] as const,
    notice: [InfoCircleOutlined, states.suspended.mark] as const,
  }[item.level];
  return (
    <li>
      <Icon aria-label={t(`overview.levels.${item.level}`)} style={{ color: colour }} />
      <strong>{headline}</strong>
      {meaning && <span className="quiet">{meaning}</span>}
      {to && (
        <Link className="end" href={to}>
          {t('overview.seeThem')}
        </Link>
      )}
    </li>
  );
}

interface Words {
  headline: string;
  meaning?: ReactNode;
  to?: string;
}

function useWords(item: AttentionItem): Words {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const nameOf = useCheckName();
  const answerOf = useAnswerName();
  const { count: exact, parts, caller, answer, at, until } = item;
  const count = exact ?? 0;
  const value = grouped(count);
  const [first] = parts;
  const application = first?.application ?? '';
  const byApplication = parts.map((part) => `${part.application} ${grouped(part.count)}`).join(' · ');
  const only: Record<string, string> = parts.length === 1 ? { application } : {};
  switch (item.code) {
    case 'check_failed':
      return { headline: t('overview.checkFails', { name: nameOf(answer ?? '') }), to: addressOf('settings') };
    case 'trail_broken':
      return { headline: t('overview.trailBroken'), meaning: at && <Instant at={at} />, to: addressOf('audit') };
    case 'trail_uncovered':
      return {
        headline: t('overview.trailUncovered'),
        meaning: at && <ExactInstant at={at} />,
        to: addressOf('audit'),
      };
    case 'trail_not_verified':
      return {
        headline: t(at ? 'overview.trailVerifiedLongAgo' : 'overview.trailNeverVerified'),
        meaning: at && <Instant at={at} />,
        to: addressOf('audit'),
      };
    case 'refreshes_fail':
      return {
        headline: t('overview.refreshesFail', { application }),
        meaning: (
          <>
            {t('overview.refreshesFailMeaning', { count, value, answer: answerOf(answer ?? '') })}
            {until && (
              <>
                {' · '}
                {t('overview.retryAt')} <ExactInstant at={until} />
              </>
            )}
          </>
        ),
        to: addressOf(`applications/${application}`),
      };
    case 'budget_too_small':
      return {
        headline: t('overview.budgetTooSmall', { application }),
        meaning: t('overview.budgetNumbers', {
          needed: grouped(Math.ceil(item.needed ?? 0)),
          allowed: grouped(item.allowed ?? 0),
          grants: value,
        }),
        to: addressOf(`applications/${application}`),
      };
    case 'consent_needed_soon':
      return {
        headline: t('overview.endingSoon', { count, value }),
        meaning: byApplication,
        to: addressOf('grants', { ...only, sort: 'consentEnds' }),
      };
    case 'grants_narrower':
      return {
        headline: t('overview.narrower', { count, value }),
        meaning: byApplication,
        to: parts.length === 1 ? addressOf(`applications/${application}`) : addressOf('applications'),
      };
    case 'grants_indeterminate':
      return {
        headline: t('overview.indeterminate', { count, value }),
        meaning: byApplication,
        to: addressOf('grants', { ...only, state: 'needs_consent', reason: 'indeterminate' }),
      };
    case 'disabled_caller_asks':
      return {
        headline: t('overview.disabledCaller', { name: plainText(caller?.name ?? '') }),
        meaning: (
          <>
            {t('overview.refusedToday', { count, value })}
            {at && (
              <>
                {' · '}
                {t('overview.lastAt')} <Instant at={at} />
              </>
            )}
          </>
        ),
        to: addressOf(`callers/${caller?.id ?? ''}`),
      };
    case 'webhook_fails':
      return {
        headline: t(answer === null ? 'overview.webhookFails' : 'overview.webhookGivenUp'),
        meaning: (
          <>
            {plainText(item.webhook?.url ?? '')}
            {at && (
              <>
                {' · '}
                {t('overview.since')} <Instant at={at} />
              </>
            )}
          </>
        ),
        to: addressOf(`webhooks/${item.webhook?.id ?? ''}`),
      };
    case 'figures_late':
      return { headline: t('overview.figuresLate'), meaning: at && <Instant at={at} /> };
  }
}

/** What came instead of an answer, in words; DingTalk's own codes stay what they are. */
function useAnswerName(): (answer: string) => string {
  const { t } = useTranslation();
  return (answer) =>
    answer === 'no_answer' ? t('overview.noAnswer') : plainText(answer.replace(/^http_(\d+)$/, 'HTTP $1'));
}

/** A check this page does not know yet keeps the name the broker gave it. */
function useCheckName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) =>
    name === 'database' || name === 'schema' || name === 'keys' || name === 'grpc' || name === 'audit_partitions'
      ? t(`overview.checkNames.${name}`)
      : name;
}

function keyOf({ code, caller, webhook, parts, answer }: AttentionItem): string {
  return [code, caller?.id, webhook?.id, parts[0]?.application, answer].join(' ');
}
