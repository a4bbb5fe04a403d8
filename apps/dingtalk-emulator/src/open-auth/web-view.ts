import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readFields } from '../control/problem.js';
import { clientBridge } from './client-bridge.js';
import { clientKinds, userAgents } from './user-agents.js';

/** The host under which the client's web view is reached; browsers take every name below `localhost` for this machine. */
const HOST = /^client\.localhost(:\d+)?$/;
const TIMEOUT_MS = 30_000;
/** Headers that say nothing about the page, or are no longer true once its body has been read. */
const OF_ONE_CONNECTION = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'accept-encoding',
  'content-length',
  'content-encoding',
]);

const clientSchema = z.strictObject({
  /** Of the page to show. */
  address: z.url({ protocol: /^https?$/ }),
  client: z.enum(clientKinds),
  version: z.string().regex(/^\d{1,3}(\.\d{1,5}){0,3}$/),
  /** Key of whom the client is signed in as. */
  person: z.string().max(64),
});

export type Client = z.output<typeof clientSchema>;

/**
 * DingTalk's client for people who have only a browser: pages are passed on under a host of their own, where they find the client's name and
 * bridge. One client at a time; it is forgotten with the process.
 */
export class WebView {
  private client: Client | undefined;

  get shown(): Client | undefined {
    return this.client;
  }

  /** Answers the path to open at `client.localhost`. @throws Problem 400 naming each field that does not fit */
  open(fields: unknown): string {
    this.client = readFields(clientSchema, fields);
    const { pathname, search } = new URL(this.client.address);
    return pathname + search;
  }

  /** Before anything else looks at a request: what is meant for the page is none of DingTalk's paths, whatever it is called. */
  attach(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => {
      if (!HOST.test(request.host)) return;
      await (this.client ? this.passOn(this.client, request, reply) : reply.redirect(this.emulator(request), 303));
      return reply;
    });
  }

  private async passOn(client: Client, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { origin } = new URL(client.address);
    const own = `http://${request.host}`;
    const userAgent = userAgents[client.client](client.version);
    const answer = await ask(origin, own, userAgent, request).catch(() => undefined);
    if (!answer) {
      await reply.code(502).type('text/plain; charset=utf-8').send(`${origin} does not answer.`);
      return;
    }
    for (const [name, value] of answer.headers) {
      if (!OF_ONE_CONNECTION.has(name) && name !== 'set-cookie') void reply.header(name, value);
    }
    for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie);
    const location = answer.headers.get('location');
    if (location?.startsWith(`${origin}/`)) void reply.header('location', own + location.slice(origin.length));
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    const body = Buffer.from(await answer.arrayBuffer());
    const script = isPage ? this.bridge(client, userAgent, this.emulator(request)) : '';
    await reply.code(answer.status).send(isPage ? withScript(body.toString(), script, answer.headers) : body);
  }

  private bridge({ client, person }: Client, userAgent: string, emulator: string): string {
    const name = `Object.defineProperty(navigator, 'userAgent', { get: () => ${JSON.stringify(userAgent)} });`;
    return `${name}\n${clientBridge({ client, person, does: 'answer' }, emulator)}`;
  }

  /** The emulator itself, as this browser reaches it. */
  private emulator({ host }: FastifyRequest): string {
    return `http://${host.replace('client.localhost', 'localhost')}`;
  }
}

/** The same request to the page's server, from the client; a form says that it stood on a page of that server. */
function ask(origin: string, own: string, userAgent: string, { method, url, headers, raw }: FastifyRequest) {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (!OF_ONE_CONNECTION.has(name)) passed.set(name, String(value));
  }
  passed.set('user-agent', userAgent);
  if (headers.origin === own) passed.set('origin', origin);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return fetch(origin + url, {
    method,
    headers: passed,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(hasBody && { body: Readable.toWeb(raw) as ReadableStream, duplex: 'half' }),
  } as RequestInit);
}

/** In front of the page's own scripts, under the nonce that the page's policy asks for. */
function withScript(page: string, script: string, headers: Headers): string {
  const [, nonce] = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '') ?? [];
  const attribute = nonce === undefined ? '' : ` nonce="${nonce}"`;
  return page.replace('<head>', () => `<head><script${attribute}>${script}</script>`);
}
