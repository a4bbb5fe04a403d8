import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A browser keeps its id for as long as somebody may be looking at DingTalk's pages, and then some. Seconds. */
const MAX_AGE_SECONDS = 24 * 3600;
const FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * Tells one browser from another, so that a state can be taken back only where it was given out. The cookie is a random secret of
 * 256 bits; the database holds its hash. `__Host-` needs the Secure attribute, which browsers accept on https and on loopback.
 */
export class BrowserCookie {
  private readonly name: string;
  private readonly attributes: string;

  constructor(publicUrl: string) {
    const { protocol, hostname } = new URL(publicUrl);
    const secure =
      protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
    this.name = secure ? '__Host-consent-browser' : 'consent-browser';
    this.attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${MAX_AGE_SECONDS}${secure ? '; Secure' : ''}`;
  }

  /** Hash of the browser's id; undefined if it has none. */
  recognise(request: FastifyRequest): Buffer | undefined {
    const id = this.read(request.headers.cookie ?? '');
    return id === undefined ? undefined : hash(id);
  }

  /** The same, giving the browser an id if it has none. */
  recogniseOrMark(request: FastifyRequest, reply: FastifyReply): Buffer {
    const id = this.read(request.headers.cookie ?? '') ?? randomBytes(32).toString('base64url');
    void reply.header('set-cookie', `${this.name}=${id}; ${this.attributes}`);
    return hash(id);
  }

  private read(header: string): string | undefined {
    const pair = header.split(/;\s*/).find((part) => part.startsWith(`${this.name}=`));
    const id = pair?.slice(this.name.length + 1);
    return id !== undefined && FORM.test(id) ? id : undefined;
  }
}

function hash(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
