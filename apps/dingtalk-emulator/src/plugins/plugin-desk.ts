import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../control/problem.js';
import { filledIn, jsonOr, numberOr } from '../pages/form-fields.js';
import { sendPage, viewerOf } from '../pages/layout.js';
import type { StreamGateway } from '../stream/stream-gateway.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import { type Applications, PLUGIN_REDIRECT_URI } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import type { PluginControl } from './plugin-control.js';
import type { PluginDriver } from './plugin-driver.js';
import { pluginsPage } from './plugin-pages.js';

const PATH = '/emulator/plugins';
const SHOWN_PEOPLE = 50;

type Fields = Readonly<Record<string, unknown>>;

/** Where an ability is run from a browser, and where the callback it needs is registered. */
export class PluginDesk {
  constructor(
    private readonly driver: PluginDriver,
    private readonly control: PluginControl,
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly gateway: StreamGateway,
  ) {}

  show(request: FastifyRequest, reply: FastifyReply, query: Fields, fields: Fields = {}, problem?: string): void {
    const viewer = { ...viewerOf(request), here: request.method === 'GET' ? request.url : PATH };
    const [, kept = ''] = request.url.split('?', 2);
    const page = pluginsPage(viewer.language, {
      applications: this.applications.all(),
      people: this.directory.people().slice(0, SHOWN_PEOPLE),
      conversations: this.driver.conversations.all(),
      connections: (clientId) => this.gateway.all(clientId).length,
      query: kept,
      fields: { person: query.as, ...fields },
      problem,
    });
    sendPage(reply, viewer, page);
  }

  async start(request: FastifyRequest, reply: FastifyReply, query: Fields, body: ReceivedBody | undefined) {
    const fields = filledIn(body);
    try {
      const { generation, needsToken, data, ...rest } = fields;
      const { id } = await this.control.startWith({
        ...rest,
        person: query.as ?? rest.person,
        ...(query.auto !== undefined && { auto: query.auto }),
        generation: numberOr(generation),
        needsToken: needsToken !== 'false',
        data: jsonOr(data, 'data'),
      });
      void reply.redirect(`${PATH}/${id}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.show(request, reply, query, fields, error.detail);
    }
  }

  registerCallback(reply: FastifyReply, body: ReceivedBody | undefined): void {
    const { clientId, registered } = anyFields(body);
    const application = this.applications.find(String(clientId));
    if (application) {
      const others = application.redirectUris.filter((uri) => uri !== PLUGIN_REDIRECT_URI);
      const redirectUris = registered === 'true' ? [...others, PLUGIN_REDIRECT_URI] : others;
      this.applications.save({ ...application, redirectUris });
    }
    void reply.redirect(PATH, 303);
  }
}
