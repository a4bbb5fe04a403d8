import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HostCookie } from '../http/host-cookie.js';

/** A browser keeps its id for as long as somebody may be looking at DingTalk's pages, and then some. Seconds. */
const LIFE_SECONDS = 24 * 3600;
const FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * Tells one browser from another, so that a state can be taken back only where it was given out. The cookie is a random secret of
 * 256 bits; the database holds its hash.
 */
export class BrowserCookie {
  private readonly cookie: HostCookie;

  constructor(publicUrl: string) {
    this.cookie = new HostCookie(publicUrl, 'consent-browser', LIFE_SECONDS);
  }

  /** Hash of the browser's id; undefined if it has none. */
  recognise(request: FastifyRequest): Buffer | undefined {
    const id = this.read(request);
    return id === undefined ? undefined : hash(id);
  }

  /** The same, giving the browser an id if it has none. */
  recogniseOrMark(request: FastifyRequest, reply: FastifyReply): Buffer {
    const id = this.read(request) ?? randomBytes(32).toString('base64url');
    this.cookie.write(reply, id);
    return hash(id);
  }

  private read(request: FastifyRequest): string | undefined {
    const id = this.cookie.read(request);
    return id !== undefined && FORM.test(id) ? id : undefined;
  }
}

function hash(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
