/**
 * `npm run bench`: what a hand-out costs on this machine, beside a bare framework and a naive broker (bench/README.md).
 * Prints the table and writes it to bench/results/.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { report, reportName } from '../bench/report.mjs';
import { ensureBuilt } from './steps/build.mjs';
import { runTool, settledWithin, startChild } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject, projectRoot } from './steps/folders.mjs';
import { callJson } from './steps/http.mjs';
import { freePort } from './steps/ports.mjs';
import { startPostgres } from './steps/postgres.mjs';
import { migrate, startBroker } from './steps/product.mjs';

/** A quiet service and a busy one: batches form only when there is something to batch. */
const FEW = 32;
const MANY = 128;
const ROUNDS = 2;
const SECONDS = 3;
const WARM_UP_SECONDS = 1;
const READY_MILLISECONDS = 20_000;
/** The discard port: a hand-out that asked DingTalk would fail the run. */
const NOWHERE = 'http://127.0.0.1:9';

const program = (name) => inProject('dist', 'bench', `${name}.js`);

await runCommand(async ({ progress, signal }) => {
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });
  await buildBench({ progress, signal });

  const folder = mkdtempSync(path.join(os.tmpdir(), 'broker-bench-'));
  // As root, PostgreSQL runs as another account, which has to get through to its data.
  chmodSync(folder, 0o711);
  const endings = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const world = await startWorld({ progress, signal, folder, endings });
    const served = await measureServed(world, { progress, signal });
    const alone = await measureAlone(world, { progress, signal });
    const text = describe({ served, alone, world });
    progress.say();
    progress.say(text);
  } finally {
    for (const end of endings.reverse()) await end();
  }
});

/** Everything a run needs, started and filled: PostgreSQL, the broker and the two servers it is compared with. */
async function startWorld({ progress, signal, folder, endings }) {
  const loadBefore = os.loadavg()[0];
  const started = (part) => endings.push(() => part.stop());
  const step = progress.step('servers');
  step.update('starting');
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), throwAway: true, signal });
  started(postgres);
  const env = environment(postgres.url, folder);
  await migrate({ env, signal });
  const caller = await outputOf('seed', { env, signal });

  const port = await freePort();
  const grpcPort = await freePort();
  const broker = { url: `http://127.0.0.1:${port}`, grpcAddress: `127.0.0.1:${grpcPort}` };
  await startBroker({
    env: { ...env, HTTP_PORT: String(port), GRPC_PORT: String(grpcPort) },
    data: folder,
    url: broker.url,
    started: (part) => {
      broker.pid = part.pid;
      started(part);
    },
    signal,
  });
  const requests = await requestsOf(broker.url, caller);
  const ANSWER = JSON.stringify(await answerTo(requests[0], broker.url, signal));
  const bare = await startServer('bare-server', { env: { ...env, ANSWER }, folder, started });
  const naive = await startServer('naive-server', { env, folder, started });
  step.done('bare Fastify, naive broker, broker');
  return { bare, naive, broker, requests, caller, env, loadBefore, postgresVersion: postgres.version };
}

/** Answers `[bare, naive, broker, broker over gRPC]` with few requests at once, then the last three with many. */
async function measureServed(world, { progress, signal }) {
  const { loadOnce, sumOf } = await import('../bench/load.mjs');
  const { grpcCallsOf, loadGrpcOnce } = await import('../bench/load-grpc.mjs');
  const { requests, broker } = world;
  const overGrpc = grpcCallsOf({ address: broker.grpcAddress, requests, proto: inProject('proto') });
  const overHttp = (server) => (size) => loadOnce({ ...server, requests, ...size });
  const servers = [
    { name: 'a  bare Fastify', load: overHttp(world.bare) },
    { name: 'b  naive broker', load: overHttp(world.naive) },
    { name: 'c  POST /v1/tokens', load: overHttp(broker) },
    { name: 'd  GetToken, gRPC', load: (size) => loadGrpcOnce({ call: overGrpc.call, pid: broker.pid, ...size }) },
  ];
  try {
    for (const { load } of servers) await load({ connections: FEW, seconds: WARM_UP_SECONDS });
    const cases = [
      ...servers.map((server) => ({ ...server, connections: FEW, rounds: [] })),
      ...servers.slice(1).map((server) => ({ ...server, connections: MANY, rounds: [] })),
    ];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const { name, load, connections, rounds } of cases) {
        signal.throwIfAborted();
        const step = progress.step(`${name.slice(0, 1)}, ${connections}`);
        step.update(`${SECONDS} s, round ${round}`);
        const measured = await load({ connections, seconds: SECONDS });
        rounds.push(measured);
        step.done(`${Math.round(measured.requests / measured.seconds)}/s, round ${round}`);
      }
    }
    return cases.map(({ name, connections, rounds }) => ({ name, connections, ...sumOf(rounds) }));
  } finally {
    overGrpc.close();
  }
}

/** The use case without HTTP, in a process of its own. */
async function measureAlone({ env, caller }, { progress, signal }) {
  const measured = [];
  for (const connections of [FEW, MANY]) {
    const step = progress.step(`e, ${connections}`);
    step.update(`${SECONDS} s`);
    const alone = await outputOf('in-process', {
      env: { ...env, SECONDS: String(SECONDS), CONCURRENCY: String(connections), CALLER_ID: caller.callerId },
      signal,
    });
    step.done(`${Math.round(alone.perSecond)}/s`);
    measured.push({ name: 'e  HandOutToken.execute, no HTTP', connections, ...alone });
  }
  return measured;
}

/** The table, which is also written to bench/results/. */
function describe({ served, alone, world: { loadBefore, postgresVersion } }) {
  const [a, bFew, cFew, dFew, bMany, cMany, dMany] = served;
  const date = new Date().toISOString().slice(0, 10);
  const text = report({
    cases: [...served, ...alone],
    ratios: [
      { name: `c / b at ${FEW}, the broker beside the naive one`, value: cFew.perSecond / bFew.perSecond },
      { name: `c / b at ${MANY}`, value: cMany.perSecond / bMany.perSecond },
      { name: `c / a at ${FEW}, the broker beside the bare framework`, value: cFew.perSecond / a.perSecond },
      { name: `d / c at ${FEW}, gRPC beside REST`, value: dFew.perSecond / cFew.perSecond },
      { name: `d / c at ${MANY}`, value: dMany.perSecond / cMany.perSecond },
    ],
    postgresVersion,
    loadBefore,
    seconds: SECONDS,
    rounds: ROUNDS,
    date,
  });
  mkdirSync(inProject('bench', 'results'), { recursive: true });
  writeFileSync(inProject('bench', 'results', reportName(date)), text);
  return text;
}

/** The comparisons are no part of the product, so its build leaves them out. */
async function buildBench({ progress, signal }) {
  const step = progress.step('bench');
  const swc = inProject('node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const args = [swc, 'bench', '--out-dir', 'dist', '--config-file', '.swcrc', '--quiet'];
  const { code, tail } = await runTool(process.execPath, args, { cwd: projectRoot, signal });
  if (code !== 0) throw new CommandFailure('The bench could not be built.', { details: tail });
  step.done('built');
}

function environment(databaseUrl, folder) {
  const masterKeyFile = path.join(folder, 'master.key');
  writeFileSync(masterKeyFile, `bench:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  return {
    PATH: process.env.PATH,
    DATABASE_URL: databaseUrl,
    MASTER_KEY_FILE: masterKeyFile,
    DINGTALK_LOGIN_URL: NOWHERE,
    DINGTALK_API_URL: NOWHERE,
    DINGTALK_OAPI_URL: NOWHERE,
  };
}

/** One request for each person, as the caller. */
async function requestsOf(brokerUrl, { clientId, clientSecret }) {
  const { world, userIdOf } = await import(program('world'));
  const granted = await fetch(`${brokerUrl}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(10_000),
  });
  const { access_token: accessToken } = await granted.json();
  return Array.from({ length: world.people }, (_, person) => ({
    method: 'POST',
    path: '/v1/tokens',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({
      application: world.application,
      userId: userIdOf(person),
      scopes: ['Contact.User.Read'],
    }),
  }));
}

/** What the broker says to one of them, so that the bare server can say as much. */
function answerTo({ path: address, headers, body }, brokerUrl, signal) {
  return callJson(`${brokerUrl}${address}`, {
    method: 'POST',
    headers: { Authorization: headers.authorization },
    body: JSON.parse(body),
    signal,
  });
}

/** Starts one of the comparisons; answers where it listens. */
async function startServer(name, { env, folder, started }) {
  let announce;
  const announced = new Promise((resolve) => {
    announce = resolve;
  });
  const log = path.join(folder, `${name}.log`);
  const server = startChild({ name, file: program(name), env, log, onLine: (line) => announce(JSON.parse(line)) });
  started(server);
  await settledWithin(Promise.race([announced, server.exited]), READY_MILLISECONDS);
  const said = await Promise.race([announced, undefined]);
  if (!said) throw new CommandFailure(`The ${name} did not start.`, { details: server.lastLines() });
  return { url: said.url, pid: server.pid };
}

/** The JSON a program of the bench prints as its last line. */
async function outputOf(name, { env, signal }) {
  const { code, tail } = await runTool(process.execPath, [program(name)], { cwd: projectRoot, env, signal });
  if (code !== 0) throw new CommandFailure(`bench/${name} failed.`, { details: tail });
  return JSON.parse(tail.at(-1));
}
