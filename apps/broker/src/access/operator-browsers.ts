import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import type { DingTalkPerson } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { OperatorSessions, OperatorStore } from '@app/operators';
import { Secret } from '@app/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HostCookie } from '../http/host-cookie.js';
import type { Operator } from './access.js';

/** As long as a session can last at most; what it is good for, the database decides. */
const COOKIE_SECONDS = 12 * 3_600;
const FORM = /^[A-Za-z0-9_-]{43}$/;
/** A page of ours sends it with everything that changes something; a page of somebody else's cannot know it, nor set the header. */
const FORM_TOKEN_HEADER = 'x-csrf-token';

/** Operators who are signed in in a browser. */
export class OperatorBrowsers {
  private readonly cookie: HostCookie;

  constructor(
    private readonly database: Database,
    private readonly operators: OperatorStore,
    private readonly sessions: OperatorSessions,
    private readonly audit: AuditLog,
    publicUrl: string,
  ) {
    this.cookie = new HostCookie(publicUrl, 'operator', COOKIE_SECONDS);
  }

  /** False if the person is no operator. The session is always a new one, so that one that was planted before is worth nothing. */
  async open(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    { unionId }: DingTalkPerson,
    application: string,
  ): Promise<boolean> {
    const operator = await this.operators.findByPerson(unionId);
    const record = { requestId: request.id, application, unionId };
    const secret = await this.database.transaction(async (tx) => {
      if (!operator) {
        const refused = {
          type: 'operator.sign_in_refused',
          outcome: 'operator_unknown',
          actor: `person:${unionId}`,
        } as const;
        await this.audit.append(tx, { ...record, ...refused });
        return undefined;
      }
      const opened = await this.sessions.open(tx, operator.id);
      const signedIn = { type: 'operator.signed_in', outcome: 'ok', actor: `operator:${operator.name}` } as const;
      await this.audit.append(tx, { ...record, ...signedIn, details: { sessionId: opened.id } });
      return opened.secret;
    });
    if (!secret) return false;
    this.cookie.write(reply, secret.reveal());
    return true;
  }

  /**
   * The operator whose browser sent this; undefined if nobody is signed in there. Throws `forbidden` for something that changes anything and
   * was not sent by a page of ours.
   */
  async operatorOf(request: FastifyRequest): Promise<Operator | undefined> {
    const secret = this.cookie.read(request);
    if (secret === undefined || !FORM.test(secret)) return undefined;
    const holder = await this.sessions.holderOf(Secret.of(secret));
    if (!holder) return undefined;
    const formToken = formTokenOf(secret);
    if (request.method !== 'GET' && !isSame(request.headers[FORM_TOKEN_HEADER], formToken)) throw notOurPage();
    const { id, name, role, sessionId, ...session } = holder;
    return { id, name, role, permissions: null, session: { ...session, id: sessionId, formToken } };
  }

  forget(reply: FastifyReply): void {
    this.cookie.clear(reply);
  }
}

/** Derived rather than stored: only who holds the cookie, or the page that was made for them, knows it. */
function formTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('operator form').digest('base64url');
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
