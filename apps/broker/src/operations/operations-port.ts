import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { FastifyInstance } from 'fastify';
import { refuseForeign, serverOptionsOf, type Tls } from '../http/tls.js';

const OPERATIONS_ROUTES = /^\/(metrics|admin|docs|openapi\.json)([/-]|$)/;
const HEALTH_ROUTES = /^\/(healthz|readyz)$/;
const throughOperationsPort = new WeakSet<IncomingMessage>();

/**
 * Serves `/metrics`, `/admin` and `/docs` on a port of their own and hides them on the public one, so that a firewall can
 * tell the two apart. Health stays on both.
 */
export async function openOperationsPort(
  fastify: FastifyInstance,
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls: Tls | undefined },
): Promise<Server> {
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    throughOperationsPort.add(request);
    fastify.routing(request, response);
  };
  const server = tls ? createTlsServer(serverOptionsOf(tls), serve) : createServer(serve);
  if (tls) refuseForeign(server, tls);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

/** Register before the routes. Judged by the route that was found: an address can be spelled in more ways than a pattern knows. */
export function separateOperations(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? '';
    const belongsToOperations = OPERATIONS_ROUTES.test(route);
    const hidden = throughOperationsPort.has(request.raw)
      ? !belongsToOperations && !HEALTH_ROUTES.test(route)
      : belongsToOperations;
    if (hidden) reply.callNotFound();
    else done();
  });
}
