import { z } from 'zod';
import { eventForms } from '../events/envelope.js';
import { type EmulatedEvent, spoils, stateOf } from '../events/event.js';
import type { HttpRoute } from '../events/http-route.js';
import { newEventId, type Outbox } from '../events/outbox.js';
import type { Payloads } from '../events/payloads.js';
import { type PushAddress, type PushAddresses, pushAddressSchema } from '../events/push-addresses.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { applicationNamed } from './named.js';
import { notFound, Problem, readBody } from './problem.js';

const eventSchema = z
  .strictObject({
    clientId: z.string(),
    type: z.string().regex(/^[A-Za-z0-9_]{1,64}$/),
    corpId: z.string().min(1).max(64).optional(),
    /** Key of whom it is about, for a payload that is not given. Absent: any member of the organisation. */
    person: z.string().optional(),
    payload: z.record(z.string(), z.unknown()).optional(),
    eventId: z.string().min(1).max(128).optional(),
    bornTime: z.int().min(0).optional(),
    via: z.enum(['http', 'stream', 'both']).optional(),
    copies: z.int().min(1).max(100).optional(),
    form: z.enum(eventForms).optional(),
    spoil: z.enum(spoils).optional(),
    timestamp: z.int().min(0).optional(),
  })
  .refine(({ via, form, spoil, timestamp }) => via !== 'stream' || (form ?? spoil ?? timestamp) === undefined, {
    message: 'form, spoil and timestamp belong to pushes over HTTP; a Stream frame has no signature',
  });
const registrationSchema = pushAddressSchema.extend({
  /** Whether the address has to answer `check_url` first, as the developer console of DingTalk asks. */
  verify: z.boolean().default(true),
});

/** Events as a test sends them, right or wrong, and where applications want theirs pushed. */
export class EventControl {
  constructor(
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly payloads: Payloads,
    private readonly outbox: Outbox,
    private readonly addresses: PushAddresses,
    private readonly http: HttpRoute,
  ) {}

  send(body: ReceivedBody | undefined) {
    const draft = readBody(eventSchema, body);
    const application = applicationNamed(this.applications, draft.clientId);
    const { via, form, spoil, timestamp } = draft;
    const overHttp = (via ?? 'stream') !== 'stream' || (form ?? spoil ?? timestamp) !== undefined;
    if (overHttp && !this.addresses.find(draft.clientId)) {
      throw new Problem(409, 'Conflict', `${draft.clientId} has no push address.`);
    }
    const { person: key, corpId = application.corpId, eventId = newEventId(), ...rest } = draft;
    const person = key === undefined ? undefined : this.directory.person(key);
    if (key !== undefined && !person) throw new Problem(400, 'Bad request', `There is no person ${key}.`);
    const payload = draft.payload ?? this.payloads.sample(draft.type, application, { corpId, eventId, person });
    return shown(this.outbox.send({ ...rest, corpId, eventId, payload }));
  }

  resend(id: string) {
    const event = this.outbox.resend(id);
    if (!event) throw notFound(`event ${id}`);
    if (event.pushes.every(({ attempts }) => attempts.length === 0)) {
      throw new Problem(409, 'Conflict', `Event ${id} has not gone out yet.`);
    }
    return shown(event);
  }

  list({ clientId, type, eventId }: { clientId?: string; type?: string; eventId?: string }) {
    const events = this.outbox
      .all()
      .filter(
        (event) =>
          (clientId ?? event.clientId) === event.clientId &&
          (type ?? event.type) === event.type &&
          (eventId ?? event.eventId) === event.eventId,
      );
    return { events: events.map(shown) };
  }

  /** One event with exactly what went out each time. */
  one(id: string) {
    const event = this.outbox.find(id);
    if (!event) throw notFound(`event ${id}`);
    return { ...shown(event), wires: event.pushes.flatMap(({ attempts }) => attempts.map(({ wire }) => wire)) };
  }

  clear(): void {
    this.outbox.clear();
  }

  pushAddress(clientId: string) {
    return shownAddress(this.addressOf(clientId));
  }

  async register(clientId: string, body: ReceivedBody | undefined) {
    applicationNamed(this.applications, clientId);
    const { verify, ...address } = readBody(registrationSchema, body);
    if (verify) await this.requireSuccess(clientId, address);
    this.addresses.save(clientId, address);
    return shownAddress(address);
  }

  async check(clientId: string) {
    await this.requireSuccess(clientId, this.addressOf(clientId));
    return { verified: true };
  }

  unregister(clientId: string): void {
    this.addressOf(clientId);
    this.addresses.remove(clientId);
  }

  private async requireSuccess(clientId: string, address: PushAddress): Promise<void> {
    const problem = await this.http.check(clientId, address);
    if (problem !== undefined) throw new Problem(409, 'Not verified', `check_url was not answered: ${problem}`);
  }

  private addressOf(clientId: string): PushAddress {
    applicationNamed(this.applications, clientId);
    const address = this.addresses.find(clientId);
    if (!address) throw notFound(`push address of ${clientId}`);
    return address;
  }
}

function shown(event: EmulatedEvent) {
  const { pushes, ...facts } = event;
  const deliveries = pushes.flatMap(({ via, copy, attempts }) =>
    attempts.map(({ wire: _, ...attempt }) => ({ via, copy, ...attempt })),
  );
  return { ...facts, state: stateOf(event), deliveries };
}

/** Token and key are what the caller set; they are not read back. */
const shownAddress = ({ url, form }: PushAddress) => ({ url, form });
