import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../control/problem.js';
import { filledIn, jsonOr } from '../pages/form-fields.js';
import { sendPage, viewerOf } from '../pages/layout.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import type { SkillControl } from './skill-control.js';
import type { SkillDriver } from './skill-driver.js';
import { skillsPage } from './skill-pages.js';

const PATH = '/emulator/skills';
const SHOWN_PEOPLE = 50;

type Fields = Readonly<Record<string, unknown>>;

/** Where a conversation with an assistant begins, by a form that asks the control API for what it does. */
export class SkillDesk {
  constructor(
    private readonly driver: SkillDriver,
    private readonly control: SkillControl,
    private readonly applications: Applications,
    private readonly directory: Directory,
  ) {}

  show(request: FastifyRequest, reply: FastifyReply, query: Fields, fields: Fields = {}, problem?: string): void {
    const viewer = { ...viewerOf(request), here: request.method === 'GET' ? request.url : PATH };
    const [, kept = ''] = request.url.split('?', 2);
    const page = skillsPage(viewer.language, {
      applications: this.applications.all(),
      people: this.directory.people().slice(0, SHOWN_PEOPLE),
      conversations: this.driver.conversations.all(),
      query: kept,
      fields: { person: query.as, ...fields },
      problem,
    });
    sendPage(reply, viewer, page);
  }

  async start(request: FastifyRequest, reply: FastifyReply, query: Fields, body: ReceivedBody | undefined) {
    const fields = filledIn(body);
    try {
      const { kind = 'none', key, name, input, ...rest } = fields;
      const authentication = { kind, ...(kind !== 'none' && { key }), ...(kind === 'header' && { name }) };
      const { id } = await this.control.startWith({
        ...rest,
        person: query.as ?? rest.person,
        ...(query.auto !== undefined && { auto: query.auto }),
        authentication,
        input: jsonOr(input, 'input'),
      });
      void reply.redirect(`${PATH}/${id}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.show(request, reply, query, fields, error.detail);
    }
  }
}
