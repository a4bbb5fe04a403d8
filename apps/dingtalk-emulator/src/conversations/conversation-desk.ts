import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Words } from '../pages/language.js';
import { sendPage, viewerOf } from '../pages/layout.js';
import { notFoundPage } from '../pages/not-found-page.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import type { ConversationControl } from './conversation-control.js';
import { conversationPage } from './conversation-view.js';
import type { Conversations } from './conversations.js';

/** The pages of conversations of one kind, below one path. */
export class ConversationDesk {
  constructor(
    private readonly place: { readonly path: string; readonly real: readonly Words[] },
    private readonly conversations: Conversations,
    private readonly control: ConversationControl,
    private readonly applications: Applications,
    private readonly directory: Directory,
  ) {}

  show(request: FastifyRequest, reply: FastifyReply, id: string): void {
    const viewer = viewerOf(request);
    const conversation = this.conversations.find(id);
    if (!conversation) {
      sendPage(reply, viewer, notFoundPage(viewer.language));
      return;
    }
    const { clientId, person } = conversation.parties;
    const page = conversationPage(conversation, {
      ...this.place,
      language: viewer.language,
      applicationName: this.applications.find(clientId)?.name ?? clientId,
      personName: this.directory.person(person)?.name ?? person,
    });
    sendPage(reply, viewer, page);
  }

  async decide(reply: FastifyReply, id: string, body: ReceivedBody | undefined): Promise<void> {
    await this.control.decideAs(id, { decision: anyFields(body).decision });
    void reply.redirect(`${this.place.path}/${id}`, 303);
  }
}
