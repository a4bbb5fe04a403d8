import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

const OPERATIONS_PATHS = /^\/(metrics|admin|docs|openapi\.json)(\/|\?|$)/;
const throughOperationsPort = new WeakSet<IncomingMessage>();

/**
 * Serves `/metrics`, `/admin` and `/docs` on a port of their own and hides them on the public one, so that a firewall can
 * tell the two apart. Health stays on both.
 */
export async function openOperationsPort(fastify: FastifyInstance, host: string, port: number): Promise<Server> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    throughOperationsPort.add(request);
    fastify.routing(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

/** Register before the routes. */
export function separateOperations(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const belongsThere = OPERATIONS_PATHS.test(request.url) || /^\/(healthz|readyz)/.test(request.url);
    const hidden = throughOperationsPort.has(request.raw) ? !belongsThere : OPERATIONS_PATHS.test(request.url);
    if (hidden) reply.callNotFound();
    else done();
  });
}
