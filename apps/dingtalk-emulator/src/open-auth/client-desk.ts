import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../control/problem.js';
import { sendPage, viewerOf } from '../pages/layout.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import type { Directory } from '../world/directory.js';
import { clientPage } from './client-page.js';
import type { WebView } from './web-view.js';

const SHOWN_PEOPLE = 50;

/** The form that opens a page in the client's web view. */
export class ClientDesk {
  constructor(
    private readonly webView: WebView,
    private readonly directory: Directory,
  ) {}

  show(request: FastifyRequest, reply: FastifyReply, problem?: string): void {
    const viewer = { ...viewerOf(request), here: '/emulator/client' };
    const people = this.directory.people().slice(0, SHOWN_PEOPLE);
    sendPage(reply, viewer, clientPage(viewer.language, { people, client: this.webView.shown, problem }));
  }

  open(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): void {
    try {
      const path = this.webView.open(anyFields(body));
      const port = request.host.replace(/^.*?(:\d+)?$/, '$1');
      void reply.redirect(`http://client.localhost${port}${path}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.show(request, reply, error.detail);
    }
  }
}
