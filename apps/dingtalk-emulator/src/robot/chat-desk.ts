import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../control/problem.js';
import { sendPage, viewerOf } from '../pages/layout.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { chatPage } from './chat-page.js';
import type { RobotMessages } from './robot-messages.js';

const SHOWN_PEOPLE = 50;

/** People's chats with robots: as a page, which reads them, and for tests, which only look. */
export class ChatDesk {
  constructor(
    private readonly messages: RobotMessages,
    private readonly applications: Applications,
    private readonly directory: Directory,
  ) {}

  show(request: FastifyRequest, reply: FastifyReply, query: Readonly<Record<string, unknown>>): void {
    const viewer = viewerOf(request);
    const people = this.directory.people().slice(0, SHOWN_PEOPLE);
    const person = this.directory.person(String(query.person ?? query.as ?? people[0]?.key));
    if (person) this.messages.read(person.key);
    const page = chatPage(viewer.language, {
      people,
      person,
      messages: person ? this.messages.of(person.key) : [],
      undelivered: this.messages.all().filter(({ state }) => state !== 'delivered'),
      nameOf: (clientId) => this.applications.find(clientId)?.name ?? clientId,
    });
    sendPage(reply, viewer, page);
  }

  list(person?: string) {
    if (person !== undefined && !this.directory.person(person)) throw notFound(`person ${person}`);
    const messages = this.messages.all().filter((message) => (person ?? message.person) === message.person);
    return {
      messages: messages.map(({ sentAt, readAt, ...message }) => ({
        ...message,
        sentAt: new Date(sentAt).toISOString(),
        readAt: readAt === undefined ? null : new Date(readAt).toISOString(),
      })),
    };
  }

  forget(): void {
    this.messages.clear();
  }
}
