import type { Server } from 'node:http';
import { AuditLog, Checkpoints, ensureAuditPartitions } from '@app/audit';
import { SigningKeys } from '@app/callers';
import { assertSchemaRelease, Database, Listener } from '@app/database';
import { DingTalkClient, GatewayCalls } from '@app/dingtalk';
import { GrantUpkeep } from '@app/vault';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import { takeLines } from './admin/imports/take-lines.js';
import { mountAdminUi } from './admin-ui.js';
import { brokerModule } from './broker.module.js';
import type { BrokerParts } from './broker-parts.js';
import { InClientScript } from './consent/in-client-script.js';
import { ForwardCall } from './gateway/forward-call.js';
import { mountGateway } from './gateway/mount-gateway.js';
import { GrpcServer } from './grpc/grpc-server.js';
import { BODY_LIMIT } from './http/broker-error-of.js';
import { protectPages } from './http/page-headers.js';
import { requestIdOf } from './http/request-id.js';
import { refuseForeign, serverOptionsOf } from './http/tls.js';
import { JobRunner } from './jobs/job-runner.js';
import { KeyWatch } from './operations/key-watch.js';
import { Metrics } from './operations/metrics.js';
import { NestLog } from './operations/nest-log.js';
import { openOperationsPort, separateOperations } from './operations/operations-port.js';
import { PublishCheckpoints } from './operations/publish-checkpoints.js';
import { logRequests } from './operations/request-log.js';
import { GrpcAbilities } from './plugins/grpc-ability.js';
import { HttpAbilities } from './plugins/http-ability.js';
import { CompleteConsent } from './procedures/complete-consent.js';
import { HandOutLanes } from './procedures/hand-out-lanes.js';
import { RefreshGrant } from './procedures/refresh-grant.js';
import { ApplicationStreams } from './streams/application-streams.js';
import { mountSwagger } from './swagger.js';

const CLOSE_IDLE_EVERY_MS = 100;

/** A running broker. */
export interface Broker {
  readonly app: NestFastifyApplication;
  close(): Promise<void>;
}

/** Builds, checks, opens and listens, in that order: nothing is served before everything it needs is there. */
export async function startBroker(parts: BrokerParts): Promise<Broker> {
  const { config, tls, log } = parts;
  const app = await NestFactory.create<NestFastifyApplication>(
    brokerModule(parts),
    new FastifyAdapter({
      ...(tls && { https: serverOptionsOf(tls) }),
      loggerInstance: log,
      logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
      bodyLimit: BODY_LIMIT,
      genReqId: requestIdOf,
      trustProxy: false,
      return503OnClosing: true,
    }),
    { logger: new NestLog(log), bodyParser: true, abortOnError: false },
  );
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  if (tls) refuseForeign(fastify.server, tls);
  logRequests(fastify);
  app.get(Metrics).observeRequests(fastify);
  app.get(Metrics).foretell(() => app.get(GrantUpkeep).forecasts());
  if (config.http.operationsPort !== undefined) separateOperations(fastify);
  protectPages(fastify);
  takeLines(fastify);
  mountSwagger(app);
  await mountAdminUi(fastify);
  app.get(InClientScript).mount(fastify);
  await mountGateway(fastify, { forwardCall: app.get(ForwardCall), mutualTls: tls?.clientCa !== undefined });

  await open(app);
  const grpc = app.get(GrpcServer);
  await grpc.listen(config.grpc.host, config.grpc.port);
  await app.listen(config.http.port, config.http.host);
  const operations =
    config.http.operationsPort === undefined
      ? undefined
      : await openOperationsPort(fastify, { host: config.http.host, port: config.http.operationsPort, tls });
  await app.get(JobRunner).start();
  app.get(ApplicationStreams).start();
  return { app, close: () => close(app, operations) };
}

async function open(app: NestFastifyApplication): Promise<void> {
  const database = app.get(Database);
  await assertSchemaRelease(database);
  await ensureAuditPartitions(database);
  await app.get(KeyWatch).start();
  await app.get(SigningKeys).current();
  await app.get(AuditLog).ready();
  await app.get(HandOutLanes).open();
  await app.get(PublishCheckpoints).open();
  await app.get(Checkpoints).start();
  app.get(Listener).start();
}

/** Requests, DingTalk's streams and jobs end first, then refreshes, whose answers must not be lost, then the lanes and the connections. */
async function close(app: NestFastifyApplication, operations: Server | undefined): Promise<void> {
  app.get(CompleteConsent).hurry();
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const operationsEnded = new Promise((resolve) => (operations ? operations.close(resolve) : resolve(undefined)));
  // Servers close the connections that are idle when they are told to end; one whose last answer is still on its way would be kept
  // alive for as long as its client likes.
  const idle = setInterval(() => {
    fastify.server.closeIdleConnections();
    operations?.closeIdleConnections();
  }, CLOSE_IDLE_EVERY_MS);
  try {
    await Promise.all([
      fastify.close(),
      app.get(GrpcServer).close(),
      app.get(ApplicationStreams).stop(),
      app.get(JobRunner).stop(),
    ]);
    await operationsEnded;
  } finally {
    clearInterval(idle);
  }
  await app.get(RefreshGrant).settled();
  await app.get(Listener).stop();
  await app.get(KeyWatch).stop();
  await app.get(Checkpoints).stop();
  await app.get(DingTalkClient).close();
  await app.get(GatewayCalls).close();
  await app.get(HttpAbilities).close();
  app.get(GrpcAbilities).close();
  await app.close();
}
