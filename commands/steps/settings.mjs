import { CommandFailure } from './failure.mjs';
import { readPort } from './ports.mjs';

/** What a developer may change about `npm start`, with the variables `npm run serve` and the emulator know too. */
export function readSettings(env) {
  const httpPort = readPort(env, 'HTTP_PORT', 8080);
  const grpcPort = readPort(env, 'GRPC_PORT', 50_051);
  const emulatorPort = readPort(env, 'EMULATOR_PORT', 8090);
  const ports = Object.entries({ HTTP_PORT: httpPort, GRPC_PORT: grpcPort, EMULATOR_PORT: emulatorPort });
  for (const [name, port] of ports) {
    const other = ports.find(([another, same]) => another !== name && same === port);
    if (!other) continue;
    throw new CommandFailure(`${name} and ${other[0]} are both ${port}. Give one of them another number.`);
  }
  const host = env.HOST || '127.0.0.1';
  return {
    httpPort,
    grpcPort,
    host,
    emulatorPort,
    emulatorHost: env.EMULATOR_HOST || '127.0.0.1',
    emulatorDataFile: env.EMULATOR_DATA_FILE || undefined,
    publicUrl: readAddress(env, 'PUBLIC_URL', `http://127.0.0.1:${httpPort}`),
    /** How the commands themselves reach the broker, whatever browsers call it. */
    brokerUrl: `http://${reachable(host)}:${httpPort}`,
    grpcAddress: `${reachable(host)}:${grpcPort}`,
    databaseUrl: env.DATABASE_URL || undefined,
    masterKeyFile: env.MASTER_KEY_FILE || undefined,
    operatorToken: env.OPERATOR_BOOTSTRAP_TOKEN || undefined,
    environment: inherited(env),
  };
}

/** Variables of `npm run serve` that would contradict what `npm start` sets up; a shell may carry them for another reason. */
const DECIDED_HERE = ['OPERATIONS_PORT', 'TLS_CERT_FILE', 'TLS_KEY_FILE', 'TLS_CLIENT_CA_FILE'];

/** A direct address belongs to the `DATABASE_URL` beside it, never to the embedded PostgreSQL. */
function inherited(env) {
  const dropped = env.DATABASE_URL ? DECIDED_HERE : [...DECIDED_HERE, 'DATABASE_DIRECT_URL', 'DATABASE_PREPARED'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.includes(name)));
}

function readAddress(env, variable, fallback) {
  const text = env[variable] || fallback;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  throw new CommandFailure(`${variable} is not an http or https address. Give one such as: ${variable}=${fallback}`);
}

/** "Every address" is no address to call. */
function reachable(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
