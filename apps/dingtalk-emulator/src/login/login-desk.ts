import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookie, readCookie } from '../pages/cookies.js';
import { languageOf } from '../pages/language.js';
import { sendPage } from '../pages/layout.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import type { Directory } from '../world/directory.js';
import type { Authorization, Step } from './authorization.js';
import { loginPage } from './login-pages.js';

type Query = Readonly<Record<string, unknown>>;

/** The browser's side of the authorization: its cookie, its forms, and where it is sent. */
export class LoginDesk {
  constructor(
    private readonly authorization: Authorization,
    private readonly directory: Directory,
  ) {}

  visit(request: FastifyRequest, reply: FastifyReply, query: Query): void {
    this.answer(this.authorization.visit(query, signedIn(request)), request, reply);
  }

  decide(request: FastifyRequest, reply: FastifyReply, query: Query, body: ReceivedBody | undefined): void {
    this.answer(this.authorization.decide(query, signedIn(request), anyFields(body).decision), request, reply);
  }

  /** Nobody has a password here. A key nobody has leads back to the faces. */
  signIn(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): void {
    const person = this.directory.person(String(anyFields(body).person).trim());
    if (person) void reply.header('set-cookie', cookie('emulator_person', person.key));
    void reply.redirect(`/oauth2/auth?${queryOf(request)}`, 303);
  }

  /** Back to the faces; a chosen organisation and a person forced by the link are forgotten too. */
  switchAccount(request: FastifyRequest, reply: FastifyReply): void {
    const query = new URLSearchParams(queryOf(request));
    for (const name of ['as', 'corp']) query.delete(name);
    void reply.header('set-cookie', cookie('emulator_person', undefined)).redirect(`/oauth2/auth?${query}`, 303);
  }

  private answer(step: Step, request: FastifyRequest, reply: FastifyReply): void {
    if (step.show === 'redirect') {
      void reply.redirect(step.location, 302);
      return;
    }
    const language = languageOf(request.headers);
    const query = queryOf(request);
    const nameOf = (corpId: string) => this.directory.organisation(corpId)?.name ?? corpId;
    const here = `/oauth2/auth?${query}`;
    sendPage(reply, { language, here }, loginPage(step, { language, query, nameOf }));
  }
}

const signedIn = ({ headers }: FastifyRequest): string | undefined => readCookie(headers.cookie, 'emulator_person');

function queryOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}
