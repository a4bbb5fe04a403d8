import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandFailure } from './failure.mjs';

const LAST_PORT = 65_535;

/** A port from the environment, or its default. */
export function readPort(env, variable, fallback) {
  const text = env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= LAST_PORT) return port;
  throw new CommandFailure(`${variable} is not a port. Give a number from 1 to ${LAST_PORT}: ${variable}=${fallback}`);
}

const refusal = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });

/** Stops before anything is started if somebody else has the port, and names one that is free. */
export async function claimPort({ port, host, variable, command, patienceMilliseconds = 0 }) {
  const deadline = Date.now() + patienceMilliseconds;
  let code = await refusal(port, host);
  while (code === 'EADDRINUSE' && Date.now() < deadline) {
    await wait(100);
    code = await refusal(port, host);
  }
  if (code === undefined) return;
  const instead = `${variable}=${await freePortAfter(port, host)} ${command}`;
  if (code === 'EADDRINUSE') {
    throw new CommandFailure(`Port ${port} is taken by another program. Stop it, or: ${instead}`);
  }
  throw new CommandFailure(`Port ${port} on ${host} cannot be used (${code}). Choose another: ${instead}`);
}

async function freePortAfter(port, host) {
  const first = port < 1024 ? 8080 : port + 1;
  for (let next = first; next <= Math.min(first + 100, LAST_PORT); next += 1) {
    if ((await refusal(next, host)) === undefined) return next;
  }
  return freePort();
}

/** Any port that is free now on the loopback. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
