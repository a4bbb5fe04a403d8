import { randomBytes } from 'node:crypto';
import { Secret } from '@app/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HostCookie } from './host-cookie.js';

/** As `newBrowserSecret` makes them; whatever else a cookie holds was not written here. */
const FORM = /^[A-Za-z0-9_-]{43}$/;

/** Tells one browser from another by a secret. Whoever gives it out stores its hash alone, so that a database read by others opens nothing. */
export class SecretCookie {
  private readonly cookie: HostCookie;

  /** `lifeSeconds` is how long the browser keeps it; what it is good for, its owner decides. */
  constructor(publicUrl: string, name: string, lifeSeconds: number) {
    this.cookie = new HostCookie(publicUrl, name, lifeSeconds);
  }

  read(request: FastifyRequest): Secret | undefined {
    const value = this.cookie.read(request);
    return value !== undefined && FORM.test(value) ? Secret.of(value) : undefined;
  }

  write(reply: FastifyReply, secret: Secret): void {
    this.cookie.write(reply, secret.reveal());
  }

  clear(reply: FastifyReply): void {
    this.cookie.clear(reply);
  }
}

/** 256 bits. */
export function newBrowserSecret(): Secret {
  return Secret.of(randomBytes(32).toString('base64url'));
}
