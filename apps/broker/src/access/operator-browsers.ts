import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditAct, AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import type { DingTalkPerson } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import {
  type OpenIdPerson,
  type OperatorSessions,
  type OperatorStore,
  SESSION_LIFE_MINUTES,
  type Operator as StoredOperator,
} from '@app/operators';
import type { Secret } from '@app/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecretCookie } from '../http/secret-cookie.js';
import type { Operator } from './access.js';

/** A page of ours sends it with everything that changes something; a page of somebody else's cannot know it, nor set the header. */
const FORM_TOKEN_HEADER = 'x-csrf-token';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Operators who are signed in in a browser. */
export class OperatorBrowsers {
  private readonly cookie: SecretCookie;
  private readonly hostname: string;

  constructor(
    private readonly database: Database,
    private readonly operators: OperatorStore,
    private readonly sessions: OperatorSessions,
    private readonly audit: AuditLog,
    publicUrl: string,
  ) {
    this.cookie = new SecretCookie(publicUrl, 'operator', SESSION_LIFE_MINUTES * 60);
    this.hostname = new URL(publicUrl).hostname;
  }

  /** A person who comes back from DingTalk, which asks them each time; false if they are no operator. */
  async openForPerson(exchange: Exchange, { unionId }: DingTalkPerson, application: string): Promise<boolean> {
    const operator = await this.operators.findByPerson(unionId);
    const record = { application, unionId };
    if (operator) await this.open(exchange, operator, { way: 'dingtalk', authenticatedAt: 'now' }, record);
    else await this.refuse(exchange, 'operator_unknown', { ...record, actor: `person:${unionId}` });
    return operator !== undefined;
  }

  /** Somebody who comes back from the OpenID Connect provider. Says what they are instead of an operator who may come in. */
  async openForSubject(
    exchange: Exchange,
    person: OpenIdPerson,
  ): Promise<'operator_unknown' | 'operator_disabled' | undefined> {
    const operator = await this.operators.findBySubject(person);
    const { issuer, subject, authenticatedAt } = person;
    const record = { details: { issuer, subject } };
    if (operator && !operator.disabledAt) {
      await this.open(exchange, operator, { way: 'openid', authenticatedAt }, record);
      return undefined;
    }
    const outcome = operator ? 'operator_disabled' : 'operator_unknown';
    await this.refuse(exchange, outcome, { ...record, actor: `openid:${subject}` });
    return outcome;
  }

  /** The session is always a new one, so that one that was planted before is worth nothing; what this browser had before ends. */
  private async open(
    { request, reply }: Exchange,
    { id, name }: StoredOperator,
    way: Parameters<OperatorSessions['open']>[2],
    { details, ...record }: Partial<AuditAct>,
  ): Promise<void> {
    const before = this.cookie.read(request);
    const secret = await this.database.transaction(async (tx) => {
      if (before) await this.sessions.endBy(tx, before);
      const opened = await this.sessions.open(tx, id, way);
      await this.audit.append(tx, {
        ...record,
        type: 'operator.signed_in',
        outcome: 'ok',
        actor: `operator:${name}`,
        requestId: request.id,
        details: { ...details, sessionId: opened.id },
      });
      return opened.secret;
    });
    this.cookie.write(reply, secret);
  }

  private async refuse(
    { request }: Exchange,
    outcome: string,
    record: Partial<AuditAct> & Pick<AuditAct, 'actor'>,
  ): Promise<void> {
    const refused = { type: 'operator.sign_in_refused', outcome, requestId: request.id } as const;
    await this.database.transaction((tx) => this.audit.append(tx, { ...record, ...refused }));
  }

  /**
   * The operator whose browser sent this; undefined if nobody is signed in there. Throws `forbidden` for something that changes anything and
   * was not sent by a page of ours.
   */
  async operatorOf(request: FastifyRequest): Promise<Operator | undefined> {
    const secret = this.cookie.read(request);
    const holder = secret && (await this.sessions.holderOf(secret));
    if (!holder) return undefined;
    const formToken = formTokenOf(secret);
    if (
      request.method !== 'GET' &&
      !(this.isFromHere(request) && isSame(request.headers[FORM_TOKEN_HEADER], formToken))
    ) {
      throw notOurPage();
    }
    const { id, name, role, sessionId, ...session } = holder;
    return { id, name, role, permissions: null, session: { ...session, id: sessionId, formToken } };
  }

  forget(reply: FastifyReply): void {
    this.cookie.clear(reply);
  }

  /**
   * Browsers send Origin with whatever changes something, and to https and loopback Sec-Fetch-Site as well (Fetch Metadata). The admin UI may
   * have a port of its own on the public host.
   */
  private isFromHere({ headers: { origin, ...headers } }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin') return false;
    return origin === undefined || (URL.canParse(origin) && new URL(origin).hostname === this.hostname);
  }
}

/** Derived rather than stored: only who holds the cookie, or the page that was made for them, knows it. */
function formTokenOf(secret: Secret): string {
  return createHmac('sha256', secret.reveal()).update('operator form').digest('base64url');
}

/** Compared without telling how much of it was right. */
function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

function notOurPage(): BrokerError {
  return new BrokerError('forbidden', {
    detail: `Send ${FORM_TOKEN_HEADER} with what GET /admin/v1/session says, or an operator token instead of the session.`,
  });
}
