/** The floor: the framework, a parsed request, and an answer as large as the broker's (`ANSWER`, JSON). */
import { fastify } from 'fastify';
import { listen } from './listen.js';

const answer: unknown = JSON.parse(process.env.ANSWER ?? '{}');

const server = fastify({ logger: false });
server.post('/v1/tokens', async () => answer);
await listen(server);
