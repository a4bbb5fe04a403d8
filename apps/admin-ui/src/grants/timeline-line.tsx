import {
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  ExportOutlined,
  PauseCircleOutlined,
  PlusCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '../api/types.js';
import { plainText } from '../display/foreign-text.js';
import { exactTime } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { actorName, type TimelineEntry, type Told, toldAs } from './timeline-events.js';

const icons: { readonly [Kind in Told]?: typeof ExportOutlined } = {
  token: ExportOutlined,
  handle: ExportOutlined,
  gateway: ExportOutlined,
  refused: CloseCircleOutlined,
  rateLimited: CloseCircleOutlined,
  consented: PlusCircleOutlined,
  refreshFailed: ExclamationCircleOutlined,
  drifted: ExclamationCircleOutlined,
  suspended: PauseCircleOutlined,
  expired: CloseCircleOutlined,
  revoked: CloseCircleOutlined,
};

/** One record in words, or a run of them that can be unfolded. */
export function TimelineLine({ entry: { first, last, events } }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const [isOpen, setOpen] = useState(false);
  if (events.length > 1 && isOpen) {
    return events.map((event) => <Single key={event.id} event={event} />);
  }
  if (events.length === 1) return <Single event={first} />;
  const count = { count: events.length, value: grouped(events.length) };
  return (
    <li className="timeline-line">
      <When at={first.occurredAt} />
      <Mark type={first.type} />
      <span>
        {saidOf(first, t)} <strong>{t('timeline.times', count)}</strong>
        {t('timeline.since', { time: exactTime(new Date(last.occurredAt)).slice(11, 16) })}
      </span>
      <Button type="link" size="small" className="more" onClick={() => setOpen(true)}>
        {t('timeline.expand')}
      </Button>
    </li>
  );
}

function Single({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  return (
    <li className="timeline-line">
      <When at={event.occurredAt} />
      <Mark type={event.type} />
      <span>{saidOf(event, t)}</span>
      <Link
        className="end"
        href={addressOf('audit', { ...(event.grantId && { grantId: event.grantId }), open: event.id })}
        aria-label={t('audit.open', { id: event.id.slice(-8) })}
      >
        {t('timeline.record')}
      </Link>
    </li>
  );
}

/** The day stands where it changes the reading: a timeline is read downwards, to the second on hover. */
function When({ at }: { at: string }) {
  const exact = exactTime(new Date(at));
  return (
    <time dateTime={at} title={exact}>
      {exact.slice(5, 16)}
    </time>
  );
}

function Mark({ type }: { type: string }) {
  const kind = toldAs(type);
  const Icon = (kind && icons[kind]) ?? SyncOutlined;
  return <Icon aria-hidden />;
}

function saidOf(event: AuditEvent, t: TFunction): string {
  const kind = toldAs(event.type);
  if (!kind) return event.type;
  const who = plainText(actorName(event.actor));
  const said = t(`timeline.said.${kind}`, { who, count: event.scopes?.length ?? 0, outcome: event.outcome });
  const { lost, gained, reason } = (event.details ?? {}) as { lost?: string[]; gained?: string[]; reason?: string };
  const moved = [...(lost ?? []).map((scope) => `− ${scope}`), ...(gained ?? []).map((scope) => `+ ${scope}`)];
  const why = event.purpose ?? reason;
  return [said, moved.join(' '), why ? t('timeline.why', { why: plainText(why) }) : ''].filter(Boolean).join(' ');
}
