import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookie, readCookie } from '../pages/cookies.js';
import { sendPage, viewerOf } from '../pages/layout.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import type { Directory } from '../world/directory.js';
import type { Panel, PanelStep } from './panel.js';
import { panelPage } from './panel-pages.js';

type Query = Readonly<Record<string, unknown>>;

/** The panel's pages and forms. Whose client it is stands in the address that the bridge opened, or in the cookie of the login page. */
export class PanelDesk {
  constructor(
    private readonly panel: Panel,
    private readonly directory: Directory,
  ) {}

  visit(request: FastifyRequest, reply: FastifyReply, query: Query): void {
    this.show(this.panel.visit(query, ownerOf(request, query)), request, reply, query);
  }

  decide(request: FastifyRequest, reply: FastifyReply, query: Query, body: ReceivedBody | undefined): void {
    this.show(this.panel.decide(query, ownerOf(request, query), anyFields(body).decision), request, reply, query);
  }

  signIn(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): void {
    const person = this.directory.person(String(anyFields(body).person).trim());
    if (person) void reply.header('set-cookie', cookie('emulator_person', person.key));
    void reply.redirect(`/dingding/h5-common-authority/auth/index.html?${queryOf(request)}`, 303);
  }

  private show(step: PanelStep, request: FastifyRequest, reply: FastifyReply, { caller }: Query): void {
    const viewer = viewerOf(request);
    const nameOf = (corpId: string) => this.directory.organisation(corpId)?.name ?? corpId;
    const place = {
      language: viewer.language,
      query: queryOf(request),
      nameOf,
      caller: typeof caller === 'string' && URL.canParse(caller) ? new URL(caller).origin : undefined,
    };
    sendPage(reply, viewer, panelPage(step, place));
  }
}

const ownerOf = ({ headers }: FastifyRequest, { as }: Query): string | undefined =>
  typeof as === 'string' ? as : readCookie(headers.cookie, 'emulator_person');

function queryOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}
