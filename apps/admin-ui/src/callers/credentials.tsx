import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Caller } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { ChangeCaller } from './change-caller.js';
import { Secrets } from './secrets.js';

/** What a caller of each method is known by, in the words of the RFCs. */
const knownBy = [
  'jwksUri',
  'issuer',
  'subject',
  'tlsClientAuthSubjectDn',
  'tlsClientAuthSanDns',
  'tlsClientAuthSanUri',
  'tlsClientAuthSanIp',
  'tlsClientAuthSanEmail',
] as const;

export function Credentials({ caller }: { caller: Caller }) {
  const { t } = useTranslation();
  return (
    <div className="overview">
      <Section title={t('callers.credentials')}>
        <dl className="facts">
          <dt>{t('callers.method')}</dt>
          <dd>{t(`callers.methods.${caller.authMethod}`)}</dd>
          <dt>client_id</dt>
          <dd>
            <ShortId id={caller.clientId} whole />
          </dd>
          {knownBy.map((name) => {
            const value = caller[name];
            return (
              value && (
                <Fragment key={name}>
                  <dt>{t(`callers.knownBy.${name}`)}</dt>
                  <dd>
                    <ForeignText text={value} whole />
                  </dd>
                </Fragment>
              )
            );
          })}
          {caller.jwks && (
            <>
              <dt>{t('callers.knownBy.jwks')}</dt>
              <dd>{caller.jwks.keys.length}</dd>
            </>
          )}
        </dl>
      </Section>
      <Section title={t('callers.change')}>
        <ChangeCaller key={caller.updatedAt} caller={caller} />
      </Section>
      {caller.authMethod === 'client_secret' && <Secrets caller={caller} />}
    </div>
  );
}
