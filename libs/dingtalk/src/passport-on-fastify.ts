import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsentRequest } from './consent-state.store.js';

/**
 * What Passport gets for a request. Passport adds members to whatever it is given and reads a code from query and body alike, so it gets an
 * object of its own and Fastify's request stays as it is.
 */
export class PassportRequest implements ConsentRequest {
  constructor(
    readonly request: FastifyRequest,
    readonly reply: FastifyReply,
  ) {}
}

/** The four members of Node's ServerResponse that Passport uses, on Fastify's reply: hooks, cookies and logging keep working. */
export class PassportResponse {
  statusCode = 200;

  constructor(private readonly reply: FastifyReply) {}

  setHeader(name: string, value: string | string[]): void {
    // Fastify counts for itself, and refuses to send when the two counts differ.
    if (name.toLowerCase() !== 'content-length') this.reply.header(name, value);
  }

  getHeader(name: string) {
    return this.reply.getHeader(name);
  }

  end(body = ''): void {
    this.reply.code(this.statusCode).send(body);
  }
}
