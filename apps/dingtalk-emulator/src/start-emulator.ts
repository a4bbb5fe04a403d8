import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EmulatorConfig } from './config.js';
import { Start } from './control/start.js';
import { EmulatorFilter } from './emulator.filter.js';
import { emulatorOn } from './emulator.module.js';
import { Outbox } from './events/outbox.js';
import { apiErrors } from './gateway/api-error.js';
import { WebView } from './open-auth/web-view.js';
import { Journal } from './store/journal.js';
import { Store } from './store/store.js';
import { StreamGateway } from './stream/stream-gateway.js';
import { receiveAnyBody } from './traffic/received-body.js';
import { requestId, TrafficWatch } from './traffic/watch-traffic.js';

export interface RunningEmulator {
  readonly url: string;
  /** Stops listening, lets running calls end for a moment, then cuts what is left. */
  close(): Promise<void>;
}

/** A hundred thousand people in one call to the control API. */
const BODY_LIMIT = 64 * 1024 * 1024;
const CLOSE_PATIENCE_MS = 1500;

/** @throws JournalError when the data file is not ours or damaged; the system's error when the port is taken */
export async function startEmulator({
  host,
  port,
  dataFile,
}: Omit<EmulatorConfig, 'exitWithStdin'>): Promise<RunningEmulator> {
  const store = new Store(dataFile === undefined ? undefined : new Journal(dataFile));
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: requestId,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    // An address that cannot be decoded never reaches a route, nor the filter.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      reply.code(404).send(apiErrors.noSuchAction().body(request.id)),
  });
  const app = await NestFactory.create<NestFastifyApplication>(emulatorOn(store), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  receiveAnyBody(fastify);
  app.get(WebView).attach(fastify);
  app.get(TrafficWatch).attach(fastify);
  app.get(StreamGateway).attach(fastify.server);
  app.useGlobalFilters(new EmulatorFilter());
  app.get(Start).resume();
  await app.listen(port, host);
  store.compact();
  return { url: urlOf(host, fastify.server.address()), close: () => close(app, store) };
}

async function close(app: NestFastifyApplication, store: Store): Promise<void> {
  const { server } = app.getHttpAdapter().getInstance();
  app.get(Outbox).clear();
  app.get(StreamGateway).close();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_PATIENCE_MS);
  await app.close();
  clearTimeout(cut);
  store.close();
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
