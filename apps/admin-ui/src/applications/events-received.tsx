import { useTranslation } from 'react-i18next';
import type { ApplicationHealth } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { useTheme } from '../theme/theme-choice.js';

interface EventsReceivedProps {
  events: ApplicationHealth['events'];
  /** Where DingTalk pushes them to. */
  address: string;
}

/** What DingTalk told by itself, and what became of it. */
export function EventsReceived({ events, address }: EventsReceivedProps) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  const { lastReceivedAt, failing, recent } = events;
  return (
    <Section wide title={t('applications.eventsReceived')}>
      {lastReceivedAt === null ? (
        <p className="quiet">
          {t('applications.noEvents')} <ShortId id={address} whole />
        </p>
      ) : (
        <p className="note">
          {t('applications.lastEvent')} <Instant at={lastReceivedAt} />
          {failing > 0 && (
            <strong style={{ color: states.failure.text }}>
              {' · '}
              {t('applications.failing', { count: failing, value: grouped(failing) })}
            </strong>
          )}
        </p>
      )}
      {recent.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('applications.received')}</th>
              <th scope="col">{t('applications.eventType')}</th>
              <th scope="col">{t('applications.organisation')}</th>
              <th scope="col">{t('applications.via')}</th>
              <th scope="col">{t('applications.became')}</th>
            </tr>
          </thead>
          <tbody>
            {recent.map(({ id, type, corpId, via, receivedAt, state, outcome }) => (
              <tr key={id}>
                <td>
                  <Instant at={receivedAt} />
                </td>
                <th scope="row">
                  <code>{type}</code>
                </th>
                <td>{corpId ? <code>{corpId}</code> : t('display.unknown')}</td>
                <td>{t(via === 'stream' ? 'applications.byStream' : 'applications.byPush')}</td>
                <td style={state === 'failed' ? { color: states.failure.text } : undefined}>
                  {t(`applications.eventStates.${state}`)}
                  {outcome && <span className="quiet"> · {outcome}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
