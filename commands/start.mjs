/**
 * `npm start`: the whole product on one machine, from a bare clone to the banner, and down again on Ctrl-C.
 * The parts are started here in order and stopped in the opposite one; how each is done is in steps/.
 */
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { banner } from './steps/banner.mjs';
import { ensureBuilt } from './steps/build.mjs';
import { runCommand } from './steps/command.mjs';
import { databaseName, describeDatabase } from './steps/database.mjs';
import { DemoFile, registerRedirectUri, seedDemo } from './steps/demo.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { openDataFolder, projectVersion } from './steps/folders.mjs';
import { ensureMasterKey } from './steps/master-key.mjs';
import { claimPort } from './steps/ports.mjs';
import { startPostgres } from './steps/postgres.mjs';
import { migrate, startBroker, startEmulator } from './steps/product.mjs';
import { RunRecord } from './steps/run-record.mjs';
import { RunningParts } from './steps/running-parts.mjs';
import { readSettings } from './steps/settings.mjs';

await runCommand(async ({ progress, signal: interrupted }) => {
  const settings = readSettings(process.env);
  const data = openDataFolder();
  // As root, PostgreSQL runs as another account, which must get through to its folder; the files in it stay private.
  if (process.getuid?.() === 0) chmodSync(data, 0o711);
  const record = new RunRecord(path.join(data, 'running.json'));
  await record.take();

  const running = new RunningParts(record, interrupted);
  try {
    await bringUp({ settings, data, record, running, progress });
    await running.untilOver();
  } catch (error) {
    progress.giveUp(interrupted.aborted ? 'interrupted' : 'failed');
    if (!interrupted.aborted) throw running.failure ?? error;
  } finally {
    await running.stopAll({ aloud: interrupted.aborted });
    record.release();
  }
});

async function bringUp({ settings, data, record, running, progress }) {
  const startedAt = Date.now();
  const { signal } = running;
  await claimPort({ port: settings.httpPort, host: settings.host, variable: 'HTTP_PORT', command: 'npm start' });
  await claimPort({ port: settings.grpcPort, host: settings.host, variable: 'GRPC_PORT', command: 'npm start' });
  await claimPort({
    port: settings.emulatorPort,
    host: settings.emulatorHost,
    variable: 'EMULATOR_PORT',
    command: 'npm start',
  });
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });

  // The key first: a start that is killed after PostgreSQL made its data must not leave data without a key.
  const masterKeyFile = settings.masterKeyFile ?? ensureMasterKey(data);
  const database = await openDatabase({ settings, data, running, progress });

  const migrations = progress.step('migrations');
  migrations.update('applying');
  migrations.done(await migrate({ env: { ...settings.environment, DATABASE_URL: database.url }, signal }));

  const parts = progress.step('emulator, broker');
  parts.update('starting');
  const emulatorUrl = await startEmulator({
    env: {
      ...settings.environment,
      EMULATOR_HOST: settings.emulatorHost,
      EMULATOR_PORT: String(settings.emulatorPort),
      EMULATOR_DATA_FILE: settings.emulatorDataFile ?? path.join(data, 'emulator.jsonl'),
    },
    data,
    started: running.add,
    signal,
  });
  await registerRedirectUri({ emulatorUrl, publicUrl: settings.publicUrl, signal });

  const demoFile = new DemoFile(path.join(data, 'demo.json'));
  const operatorToken = settings.operatorToken ?? demoFile.operatorToken;
  await startBroker({
    env: {
      ...settings.environment,
      DATABASE_URL: database.url,
      HTTP_PORT: String(settings.httpPort),
      GRPC_PORT: String(settings.grpcPort),
      HOST: settings.host,
      PUBLIC_URL: settings.publicUrl,
      MASTER_KEY_FILE: masterKeyFile,
      OPERATOR_BOOTSTRAP_TOKEN: operatorToken,
      DINGTALK_LOGIN_URL: emulatorUrl,
      DINGTALK_API_URL: emulatorUrl,
      DINGTALK_OAPI_URL: emulatorUrl,
    },
    data,
    url: settings.brokerUrl,
    started: running.add,
    signal,
  });
  const caller = await seedDemo({
    brokerUrl: settings.brokerUrl,
    operatorToken,
    demoFile,
    database: database.name,
    signal,
  });
  parts.done();
  record.setUrl(`${settings.publicUrl}/admin/`);

  progress.say(
    banner({
      version: projectVersion(),
      seconds: ((Date.now() - startedAt) / 1000).toFixed(1),
      publicUrl: settings.publicUrl,
      emulatorUrl,
      grpcAddress: settings.grpcAddress,
      operatorToken: settings.operatorToken ? 'your OPERATOR_BOOTSTRAP_TOKEN' : operatorToken,
      caller,
    }),
  );
}

/** The developer's own PostgreSQL if they named one, else the embedded one. */
async function openDatabase({ settings, data, running, progress }) {
  const step = progress.step('PostgreSQL');
  if (settings.databaseUrl) {
    step.update('asking yours');
    step.done(`${await describeDatabase(settings.databaseUrl)}, yours (DATABASE_URL)`);
    return { url: settings.databaseUrl, name: databaseName(settings.databaseUrl) };
  }
  step.update('starting');
  const postgres = await startPostgres({ dataDir: path.join(data, 'postgres'), signal: running.signal });
  running.add(postgres);
  const kept = postgres.reused ? 'taken over from an interrupted run' : 'your data is kept';
  step.done(`${postgres.version}, embedded, ${postgres.fresh ? 'new data' : kept}`);
  return { url: postgres.url, name: 'embedded' };
}
