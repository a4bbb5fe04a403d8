import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const PLACE = '/in-client/';

/**
 * The script of the page inside DingTalk's client, as it was built: one file, whose name changes with its content, so that a client
 * may keep it for ever.
 */
export class InClientScript {
  private readonly name: string | undefined;

  constructor(private readonly built: string) {
    this.name = existsSync(built) ? readdirSync(built).find((file) => file.endsWith('.js')) : undefined;
  }

  /** Throws if it was not built. */
  get url(): string {
    if (this.name === undefined) throw new Error('The script of the in-client page is not built');
    return PLACE + this.name;
  }

  mount(fastify: FastifyInstance): void {
    if (this.name === undefined) {
      fastify.log.warn('the script of the in-client page is not built; that page answers 500');
      return;
    }
    const plain = readFileSync(path.join(this.built, this.name));
    const zipped = gzipSync(plain, { level: 9 });
    fastify.get(this.url, (request, reply) => {
      const takesZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      void reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .header('x-content-type-options', 'nosniff')
        .type('text/javascript; charset=utf-8');
      if (takesZipped) void reply.header('content-encoding', 'gzip');
      return reply.send(takesZipped ? zipped : plain);
    });
  }
}
