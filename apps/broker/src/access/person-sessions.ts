import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import type { DingTalkPerson } from '@app/dingtalk';
import type { Secret } from '@app/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newBrowserSecret, SecretCookie } from '../http/secret-cookie.js';

/** Somebody who left the page open is signed out. Minutes. */
const IDLE_MINUTES = 15;
/** However busy they are. Minutes. */
const LIFE_MINUTES = 60;

/** A person who is signed in, in one browser. */
export interface PersonSession {
  readonly unionId: string;
  readonly name: string;
  /** Stands in every form of this session; another session's, or another site's, does not fit. */
  readonly formToken: string;
}

const openSql = 'insert into person_sessions (session_hash, union_id, name) values ($1, $2, $3)';
const touchSql = `
  update person_sessions set last_seen_at = now()
  where session_hash = $1 and last_seen_at > now() - make_interval(mins => $2) and signed_in_at > now() - make_interval(mins => $3)
  returning union_id as "unionId", name`;
const endSql = 'delete from person_sessions where session_hash = $1';

/**
 * Sessions of people who look after their own grants. The cookie is a random secret of 256 bits; the database holds its hash, so whoever
 * reads the database cannot be anybody. Nothing of what DingTalk gave is kept but who it was.
 */
export class PersonSessions {
  private readonly cookie: SecretCookie;

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    publicUrl: string,
  ) {
    this.cookie = new SecretCookie(publicUrl, 'me', LIFE_MINUTES * 60);
  }

  /** Signs the person in, under an id this browser has not had before. */
  async open(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    { unionId, nick }: DingTalkPerson,
    application: string,
  ): Promise<void> {
    const id = newBrowserSecret();
    const before = this.cookie.read(request);
    await this.database.transaction(async (tx) => {
      if (before !== undefined) await tx.query(endSql, [hashOf(before)]);
      await tx.query(openSql, [hashOf(id), unionId, nick]);
      await this.audit.append(tx, {
        type: 'person.signed_in',
        outcome: 'ok',
        actor: `person:${unionId}`,
        requestId: request.id,
        application,
        unionId,
      });
    });
    this.cookie.write(reply, id);
  }

  /** Undefined if nobody is signed in here, or not any more. Being asked counts as being seen. */
  async find(request: FastifyRequest): Promise<PersonSession | undefined> {
    const id = this.cookie.read(request);
    if (id === undefined) return undefined;
    const [row] = await this.database.query<{ unionId: string; name: string }>(touchSql, [
      hashOf(id),
      IDLE_MINUTES,
      LIFE_MINUTES,
    ]);
    return row && { ...row, formToken: formTokenOf(id) };
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const id = this.cookie.read(request);
    if (id !== undefined) await this.database.query(endSql, [hashOf(id)]);
    this.cookie.clear(reply);
  }
}

/** Compared without telling how much of it was right. */
export function isFormTokenOf({ formToken }: PersonSession, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  return timingSafeEqual(hash(given), hash(formToken));
}

/** Derived rather than stored: only who holds the cookie, or the page that was made for them, knows it. */
function formTokenOf(id: Secret): string {
  return createHmac('sha256', id.reveal()).update('form').digest('base64url');
}

function hashOf(id: Secret): Buffer {
  return hash(id.reveal());
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
