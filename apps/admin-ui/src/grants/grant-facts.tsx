import { CheckOutlined, MinusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../api/types.js';
import { useNow } from '../display/clock.js';
import { ForeignText } from '../display/foreign-text.js';
import { exactTime } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { consentEndsAt } from './consent-lasts.js';
import { differenceOf, useApplication } from './declared-scopes.js';
import { hasEnded } from './grant-state-tag.js';

/** Whether it can be used now and until when, and what it carries. */
export function GrantFacts({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('grant.usable')}>
        <dl className="facts">
          <dt>{t('grant.token')}</dt>
          <dd>
            <TokenLife grant={grant} />
          </dd>
          <dt>{t('grant.consent')}</dt>
          <dd>
            <Until at={hasEnded(grant) ? undefined : consentEndsAt(grant)} />
          </dd>
          <dt>{t('grant.via')}</dt>
          <dd>
            {t(`channels.${grant.channel}`)} · {exactTime(new Date(grant.createdAt)).slice(0, 16)}
            {grant.once && ` · ${t('grant.once')}`}
          </dd>
          <dt>{t('grants.organisation')}</dt>
          <dd>{grant.corpId === '-' ? t('grants.personal') : <code>{grant.corpId}</code>}</dd>
          <dt>{t('grants.person')}</dt>
          <dd>
            {grant.userId && (
              <>
                <ForeignText text={grant.userId} whole /> ·{' '}
              </>
            )}
            <ShortId id={grant.unionId} whole />
          </dd>
          <dt>{t('grants.id')}</dt>
          <dd>
            <ShortId id={grant.id} whole />
          </dd>
          <dt>{t('grant.tokens')}</dt>
          <dd>{t('grant.tokensSealed')}</dd>
        </dl>
      </Section>
      <GrantScopes grant={grant} />
    </>
  );
}

/** Handed out as it is while it lives; without one the next ask renews it first. */
function TokenLife({ grant: { state, accessTokenExpiresAt } }: { grant: Grant }) {
  const { t } = useTranslation();
  const now = useNow();
  if (state !== 'active') return t('grant.notUsable');
  if (accessTokenExpiresAt === null || Date.parse(accessTokenExpiresAt) <= now) return t('grant.renewedOnAsk');
  return <Until at={accessTokenExpiresAt} />;
}

function Until({ at }: { at: string | null | undefined }) {
  const { t } = useTranslation();
  if (!at) return t('display.unknown');
  return (
    <time dateTime={at} title={at}>
      {t('grants.lasts', { time: exactTime(new Date(at)).slice(0, 16) })}
    </time>
  );
}

/** Observed against declared, each scope on a line with a mark and not by colour alone. */
function GrantScopes({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const declared = useApplication(grant.application).data?.scopes ?? grant.scopes;
  const { missing, beyond } = differenceOf(grant, declared);
  const counts = { observed: grant.scopes.length, declared: declared.length };
  return (
    <Section title={t('grants.scopes')}>
      <p className="quiet">
        {grant.observedAt ? t('grant.counts', counts) : `${t('grant.asked', counts)} · ${t('display.notConfirmed')}`}
      </p>
      <ul className="scopes">
        {grant.scopes.map((scope) => (
          <li key={scope}>
            <CheckOutlined aria-hidden /> <code>{scope}</code>
            {beyond.includes(scope) && <span className="quiet"> {t('grant.notDeclared')}</span>}
          </li>
        ))}
        {missing.map((scope) => (
          <li key={scope}>
            <MinusOutlined aria-hidden /> <code>{scope}</code> <span className="quiet">{t('grant.notGranted')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
