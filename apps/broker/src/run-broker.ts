import 'reflect-metadata';
import { isLoopbackHost } from '@app/outbound';
import { FileMasterKey } from '@app/vault';
import type { Logger } from 'pino';
import { startBroker } from './broker.js';
import type { BrokerConfig } from './config.js';
import { loadTls } from './http/tls.js';
import { loadOidcSecret } from './oidc-secret.js';
import { createLog } from './operations/log.js';
import { plainReasonOf } from './start-failure.js';

/** With this argument the broker ends when its standard input does, so that it never outlives the process that started it. */
const EXIT_WITH_STDIN = '--exit-with-stdin';
/** Longer than any request but the slowest refresh; then the process ends all the same. */
const STOP_WITHIN_MS = 9_000;

/** Starts the broker, and ends it when it is told to; what keeps it from starting ends the process with one plain line where there is one. */
export async function runBroker(config: BrokerConfig): Promise<void> {
  const log = createLog();
  try {
    const masterKey = await FileMasterKey.load(config.masterKeyFile);
    const tls = config.tls && (await loadTls(config.tls));
    const oidcSecret = config.operatorOidc && (await loadOidcSecret(config.operatorOidc));
    const broker = await startBroker({ config, masterKey, tls, oidcSecret, log });
    const { http, grpc, publicUrl } = config;
    const address = `${tls ? 'https' : 'http'}://${http.host}:${http.port}`;
    log.info({ address, grpcAddress: `${grpc.host}:${grpc.port}`, publicUrl }, 'ready');
    if (isPlainHttpOffLoopback(config.publicUrl))
      log.warn('PUBLIC_URL is http and not loopback: cookies and codes travel unprotected');
    stopWhenTold(() => broker.close(), log);
  } catch (error) {
    const reason = plainReasonOf(error);
    if (reason !== undefined) process.stderr.write(`${reason}\n`);
    else log.fatal({ err: error }, 'the broker could not start');
    process.exit(1);
  }
}

function stopWhenTold(close: () => Promise<void>, log: Logger): void {
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    close().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopped uncleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  if (process.argv.includes(EXIT_WITH_STDIN)) {
    process.stdin.resume();
    process.stdin.on('end', () => stop('standard input ended'));
    process.stdin.on('error', () => stop('standard input broke'));
  }
}

function isPlainHttpOffLoopback(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && !isLoopbackHost(hostname);
}
