/** `npm run example`: a service that acts for a person, both ways, against what `npm start` has running in another terminal. */
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { settledWithin, startChild } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { databaseName } from './steps/database.mjs';
import { DemoFile } from './steps/demo.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { openDataFolder } from './steps/folders.mjs';
import { programs } from './steps/product.mjs';
import { readSettings } from './steps/settings.mjs';

const PERSON = 'zhangsan';
const READY_MILLISECONDS = 10_000;
const MEETING_MILLISECONDS = 60_000;
const STOP_MILLISECONDS = 8_000;

await runCommand(async ({ progress, signal }) => {
  const settings = readSettings(process.env);
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });
  const data = openDataFolder();
  const caller = await demoCallerOf(settings, data);
  const emulatorUrl = `http://${settings.emulatorHost}:${settings.emulatorPort}`;

  const service = progress.step('example service');
  service.update('starting');
  let announce;
  const announced = new Promise((resolve) => {
    announce = resolve;
  });
  const running = startChild({
    name: 'example service',
    file: programs.example,
    args: ['--exit-with-stdin'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      TOKEN_BROKER_URL: settings.brokerUrl,
      TOKEN_BROKER_GRPC: settings.grpcAddress,
      CLIENT_ID: caller.clientId,
      CLIENT_SECRET: caller.clientSecret,
      APPLICATION: 'demo',
      DINGTALK_API_URL: emulatorUrl,
    },
    log: path.join(data, 'example.log'),
    onLine: (line) => {
      const said = JSON.parse(line);
      if (said.ready) announce(said.url);
    },
    stopMilliseconds: STOP_MILLISECONDS,
  });
  try {
    await settledWithin(Promise.race([announced, running.exited]), READY_MILLISECONDS);
    const url = await Promise.race([announced, undefined]);
    if (!url)
      throw new CommandFailure('The example service did not start. Its last words:', { details: running.lastLines() });
    service.done(url);
    const made = [];
    for (const via of ['token', 'handle']) made.push(await meet(url, via, signal));
    progress.say(
      [
        '',
        ...made.map(
          ({ via, todoId, eventId }) =>
            `  ${(via === 'token' ? 'with a token' : 'with a handle').padEnd(15)}to-do ${todoId} · event ${eventId}`,
        ),
        '',
        `  See both for ${PERSON}   ${emulatorUrl}/emulator/people/${PERSON}`,
        `  Who did it, and why  ${settings.publicUrl}/admin/audit`,
        '',
      ].join('\n'),
    );
  } finally {
    await running.stop();
  }
});

/** Known from `npm start`, which made it. */
async function demoCallerOf({ brokerUrl, databaseUrl }, data) {
  const answers = await fetch(`${brokerUrl}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  if (!answers?.ok) throw new CommandFailure(`Nothing answers at ${brokerUrl}. First, in another terminal: npm start`);
  const caller = new DemoFile(path.join(data, 'demo.json')).callers[
    databaseUrl ? databaseName(databaseUrl) : 'embedded'
  ];
  if (!caller) throw new CommandFailure('This database has no demo caller; npm start makes one in an empty database.');
  return caller;
}

async function meet(url, via, signal) {
  const startsAt = new Date(Date.now() + 24 * 3_600_000).toISOString();
  const answer = await fetch(`${url}/meetings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: PERSON, subject: `项目评审 (${via})`, startsAt, via }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(MEETING_MILLISECONDS)]),
  });
  const body = await answer.json();
  if (answer.ok) return body;
  if (body.consentUrl) {
    throw new CommandFailure(
      `${body.error}: open this, choose 张三, press 同意 (Agree), then again: npm run example\n  ${body.consentUrl}`,
    );
  }
  const cure = body.error === 'forbidden_by_policy' ? ' The demo caller of an older start may not have handles.' : '';
  throw new CommandFailure(`The example service answered ${answer.status} ${JSON.stringify(body)}.${cure}`);
}
