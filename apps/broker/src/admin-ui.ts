import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, RouteHandlerMethod } from 'fastify';
import { bundleFolder } from './project.js';

const built = bundleFolder('admin-ui');

/** antd writes its styles at run time, hence `unsafe-inline` for styles; scripts come from here only. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the built admin UI at `/admin/`; its own addresses below it all answer with the page. */
export async function mountAdminUi(fastify: FastifyInstance): Promise<void> {
  if (!existsSync(built)) {
    fastify.log.warn('the admin UI is not built; /admin/ answers 404');
    return;
  }
  await fastify.register(fastifyStatic, {
    root: built,
    prefix: '/admin/',
    decorateReply: true,
    wildcard: false,
    setHeaders: (reply) => {
      void reply.header('content-security-policy', policy);
    },
  });
  fastify.get('/admin', (_request, reply) => reply.redirect('/admin/', 308));
  const answerWithThePage: RouteHandlerMethod = (_request, reply) => reply.sendFile('index.html');
  // Which of these addresses have a page is for the admin UI to say; where the API or the bundle has nothing, there is nothing.
  for (const none of ['/admin/v1/*', '/admin/assets/*']) fastify.get(none, (_request, reply) => reply.callNotFound());
  for (const address of ['/admin/:page', '/admin/:page/:id']) fastify.get(address, answerWithThePage);
}
