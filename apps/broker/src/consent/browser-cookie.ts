import { createHash } from 'node:crypto';
import type { Secret } from '@app/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newBrowserSecret, SecretCookie } from '../http/secret-cookie.js';

/** A browser keeps its id for as long as somebody may be looking at DingTalk's pages, and then some. Seconds. */
const LIFE_SECONDS = 24 * 3600;

/**
 * Tells one browser from another, so that a state can be taken back only where it was given out. The cookie is a random secret of
 * 256 bits; the database holds its hash.
 */
export class BrowserCookie {
  private readonly cookie: SecretCookie;

  constructor(publicUrl: string) {
    this.cookie = new SecretCookie(publicUrl, 'consent-browser', LIFE_SECONDS);
  }

  /** Hash of the browser's id; undefined if it has none. */
  recognise(request: FastifyRequest): Buffer | undefined {
    const id = this.cookie.read(request);
    return id === undefined ? undefined : hash(id);
  }

  /** The same, giving the browser an id if it has none. */
  recogniseOrMark(request: FastifyRequest, reply: FastifyReply): Buffer {
    const id = this.cookie.read(request) ?? newBrowserSecret();
    this.cookie.write(reply, id);
    return hash(id);
  }
}

function hash(id: Secret): Buffer {
  return createHash('sha256').update(id.reveal()).digest();
}
