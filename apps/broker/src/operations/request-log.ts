import type { FastifyInstance, FastifyRequest } from 'fastify';

/** One line a request: the route, never the address, whose query may hold a code or a state. */
export function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        ...whoOf(request),
      },
      'request',
    );
    done();
  });
}

function whoOf(request: FastifyRequest & { caller?: { callerId: string }; operator?: { name: string } }) {
  return {
    ...(request.caller && { callerId: request.caller.callerId }),
    ...(request.operator && { operator: request.operator.name }),
  };
}
