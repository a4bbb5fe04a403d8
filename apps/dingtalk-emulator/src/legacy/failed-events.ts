import { type EmulatedEvent, stateOf } from '../events/event.js';
import type { Outbox } from '../events/outbox.js';
import type { AppTokens } from '../tokens/app-tokens.js';
import type { Clock } from '../world/clock.js';
import { legacyErrors } from './legacy-error.js';

/** How long a push that was given up can still be fetched. */
const KEPT_MS = 5 * 60_000;
const MOST = 200;

/** `GET /call_back/get_call_back_failed_result`: events that could not be pushed, for the application to catch up. */
export class FailedEvents {
  constructor(
    private readonly appTokens: AppTokens,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  list(token: string | undefined) {
    const held = this.appTokens.find(token ?? '');
    if (!held) throw legacyErrors.wrongToken();
    if (held.expiresAt <= this.clock.now()) throw legacyErrors.tokenExpired();
    const failed = this.outbox
      .all()
      .filter((event) => event.clientId === held.clientId && (held.corpId ?? event.corpId) === event.corpId)
      .filter((event) => event.spoil === undefined && stateOf(event) === 'failed' && isRecent(event));
    return { has_more: failed.length > MOST, failed_list: failed.slice(0, MOST).map(failure) };
  }
}

const isRecent = ({ pushes }: EmulatedEvent): boolean =>
  pushes.some(
    ({ via, attempts }) => via === 'http' && Date.parse(attempts.at(-1)?.sentAt ?? '') > Date.now() - KEPT_MS,
  );

/** The user ids are the one field this list spells differently from the push. */
function failure({ type, corpId, bornTime, payload }: EmulatedEvent) {
  const { userId, ...rest } = payload;
  const userid = userId === undefined ? {} : { userid: [userId].flat() };
  return { call_back_tag: type, event_time: bornTime, [type]: { ...rest, ...userid, corpid: corpId } };
}
