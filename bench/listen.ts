import type { FastifyInstance } from 'fastify';

/** Listens on a free port, says where on standard output, and ends when standard input does. */
export async function listen(server: FastifyInstance): Promise<void> {
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}
