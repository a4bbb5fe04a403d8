import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventControl } from '../control/event-control.js';
import { Problem } from '../control/problem.js';
import type { StreamControl } from '../control/stream-control.js';
import type { Outbox } from '../events/outbox.js';
import type { PushAddresses } from '../events/push-addresses.js';
import type { StreamGateway } from '../stream/stream-gateway.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { applicationPage } from './application-page.js';
import { eventsPage } from './events-page.js';
import { filledIn, numberOr } from './form-fields.js';
import { sendPage, viewerOf } from './layout.js';
import { notFoundPage } from './not-found-page.js';

/** The pages about events, and their forms, which ask the control API for what they do. */
export class EventDesk {
  constructor(
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly outbox: Outbox,
    private readonly addresses: PushAddresses,
    private readonly gateway: StreamGateway,
    private readonly events: EventControl,
    private readonly streams: StreamControl,
  ) {}

  list(request: FastifyRequest, reply: FastifyReply, problem?: string): void {
    const { language } = viewerOf(request);
    const events = this.outbox.all();
    const applications = this.applications.all();
    const organisations = this.directory.organisations();
    const page = eventsPage(language, { events, applications, organisations, problem });
    sendPage(reply, { language, here: '/emulator/events' }, page);
  }

  async send(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): Promise<void> {
    const { copies, ...fields } = filledIn(body);
    const value = { ...fields, copies: numberOr(copies) };
    const problem = await problemOf(() => this.events.send({ kind: 'json', value }));
    if (problem === undefined) void reply.redirect('/emulator/events', 303);
    else this.list(request, reply, problem);
  }

  async resend(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): Promise<void> {
    const problem = await problemOf(() => this.events.resend(String(filledIn(body).id)));
    if (problem === undefined) void reply.redirect('/emulator/events', 303);
    else this.list(request, reply, problem);
  }

  clear(reply: FastifyReply): void {
    this.outbox.clear();
    void reply.redirect('/emulator/events', 303);
  }

  application(
    request: FastifyRequest,
    reply: FastifyReply,
    clientId: string,
    outcome: { problem?: string; verified?: boolean } = {},
  ): void {
    const viewer = { ...viewerOf(request), here: pageOf(clientId) };
    const application = this.applications.find(clientId);
    const address = this.addresses.find(clientId);
    const connections = this.gateway.all(clientId);
    const page = application
      ? applicationPage(viewer.language, { application, address, connections, ...outcome })
      : notFoundPage(viewer.language);
    sendPage(reply, viewer, page);
  }

  async register(request: FastifyRequest, reply: FastifyReply, clientId: string, body: ReceivedBody | undefined) {
    const { verify, ...fields } = filledIn(body);
    const value = { ...fields, verify: verify !== 'false' };
    const problem = await problemOf(() => this.events.register(clientId, { kind: 'json', value }));
    this.application(request, reply, clientId, { problem, verified: problem === undefined && value.verify });
  }

  async check(request: FastifyRequest, reply: FastifyReply, clientId: string): Promise<void> {
    const problem = await problemOf(() => this.events.check(clientId));
    this.application(request, reply, clientId, { problem, verified: problem === undefined });
  }

  async unregister(request: FastifyRequest, reply: FastifyReply, clientId: string): Promise<void> {
    const problem = await problemOf(() => this.events.unregister(clientId));
    this.application(request, reply, clientId, { problem });
  }

  async disconnect(request: FastifyRequest, reply: FastifyReply, clientId: string, body: ReceivedBody | undefined) {
    const id = String(filledIn(body).id);
    const problem = await problemOf(() => this.streams.disconnect(id, undefined));
    this.application(request, reply, clientId, { problem });
  }

  async cut(reply: FastifyReply, clientId: string, body: ReceivedBody | undefined): Promise<void> {
    // One that has gone meanwhile is as good as cut.
    await problemOf(() => this.streams.cut(String(filledIn(body).id)));
    void reply.redirect(pageOf(clientId), 303);
  }
}

const pageOf = (clientId: string): string => `/emulator/applications/${encodeURIComponent(clientId)}`;

/** What the control API has against it; absent when it was done. */
async function problemOf(act: () => unknown): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.detail;
    throw error;
  }
}
