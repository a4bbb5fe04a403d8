import type { FastifyInstance } from 'fastify';

const TYPE = 'application/x-ndjson';
const ADDRESS = '/admin/v1/grants/import';

/** Lines are read one by one as they come, at the one address that takes them; everywhere else they are a content type that is not served. */
export function takeLines(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(TYPE, (request, payload, done) => {
    if (request.routeOptions.url === ADDRESS) return done(null, payload);
    done(Object.assign(new Error('not served here'), { statusCode: 415 }), undefined);
  });
}
