import { Secret } from '@app/secret';
import type { EventNews } from './dingtalk-event.js';
import type { Fields } from './fields.js';

type Reader = (payload: Fields) => EventNews;

const other: EventNews = { kind: 'other' };

const people =
  (kind: 'people_left' | 'people_changed'): Reader =>
  (payload) => ({ kind, userIds: payload.texts('userId'), unionIds: payload.texts('unionId') });

/** The words it is known to use are `enable` and `disable`; on any other the application goes on as it is. */
const innerApplicationStatus: Reader = (payload) => {
  switch (payload.text('status')?.toLowerCase()) {
    case 'disable':
    case 'disabled':
    case 'stop':
      return { kind: 'application_stopped' };
    case 'enable':
    case 'enabled':
    case 'restore':
      return { kind: 'application_restored' };
    default:
      return other;
  }
};

const suiteTicket: Reader = (payload) => {
  const ticket = payload.text('suiteTicket');
  return ticket === undefined ? other : { kind: 'suite_ticket', ticket: Secret.of(ticket) };
};

const plain =
  (kind: Exclude<EventNews['kind'], 'people_left' | 'people_changed' | 'suite_ticket'>): Reader =>
  () => ({ kind });

/** Every event that means something to whoever keeps tokens. There is none for a person who withdraws consent. */
const readers: ReadonlyMap<string, Reader> = new Map([
  ['user_leave_org', people('people_left')],
  ['user_modify_org', people('people_changed')],
  ['user_active_org', plain('people_active')],
  ['org_remove', plain('organisation_removed')],
  ['org_suite_auth', plain('application_installed')],
  ['org_suite_change', plain('authorization_changed')],
  ['org_suite_relieve', plain('application_removed')],
  ['suite_relieve', plain('application_removed')],
  ['suite_ticket', suiteTicket],
  ['org_micro_app_stop', plain('application_stopped')],
  ['org_micro_app_restore', plain('application_restored')],
  ['org_micro_app_remove', plain('application_removed')],
  ['org_micro_app_scope_update', plain('authorization_changed')],
  ['inner_app_status_change', innerApplicationStatus],
  ['check_url', plain('check')],
  ['check_create_suite_url', plain('check')],
  ['check_update_suite_url', plain('check')],
]);

export function newsOf(type: string, payload: Fields): EventNews {
  return readers.get(type)?.(payload) ?? other;
}
