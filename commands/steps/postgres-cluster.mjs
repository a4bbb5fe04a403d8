import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './failure.mjs';
import { freePort } from './ports.mjs';
import { serverAccount } from './postgres-account.mjs';

const USER = 'broker';
const INITDB_MILLISECONDS = 120_000;

/**
 * The embedded server's folder:
 *   cluster/         PostgreSQL's own data
 *   connection.json  password and remembered port, for the developer only (0600)
 *   server.log       what PostgreSQL says
 *   supervisor.pid   who looks after it now
 */
export class PostgresCluster {
  constructor(folder, binaries) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.folder = realpathSync(folder);
    this.binaries = binaries;
    this.cluster = path.join(this.folder, 'cluster');
    this.log = path.join(this.folder, 'server.log');
    this.account = serverAccount({ binaries, folder: this.folder, cluster: this.cluster });
  }

  /** Makes the cluster if there is none; true if it did. A killed attempt leaves nothing that looks finished. */
  async open() {
    if (existsSync(this.cluster)) {
      this.#refuseOtherRelease();
      this.account.own(this.cluster);
      return false;
    }
    const draft = path.join(this.folder, 'cluster.new');
    const passwordFile = path.join(this.folder, 'password.new');
    const password = randomBytes(24).toString('base64url');
    for (const leftover of [draft, passwordFile]) rmSync(leftover, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    this.account.own(draft);
    this.account.own(passwordFile);
    const made = this.#run(this.binaries.initdb, [
      ...['-D', draft, '-U', USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--no-locale', '--no-instructions'],
    ]);
    rmSync(passwordFile);
    if (made.status !== 0) {
      throw new CommandFailure(`PostgreSQL could not create its data in ${this.cluster}.`, {
        details: String(made.error?.message ?? made.stderr)
          .trim()
          .split('\n'),
      });
    }
    this.#remember({ password, port: await freePort() });
    renameSync(draft, this.cluster);
    return true;
  }

  get connection() {
    const file = this.#connectionFile;
    if (!existsSync(file)) {
      throw new CommandFailure(
        `${file} is missing, and with it the password of the data beside it. ` +
          `Put it back, or start afresh: rm -r '${this.folder}'`,
      );
    }
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  urlAt(port) {
    return `postgres://${USER}:${this.connection.password}@127.0.0.1:${port}/postgres`;
  }

  async moveToFreePort() {
    this.#remember({ ...this.connection, port: await freePort() });
  }

  /** What PostgreSQL wrote about itself when it started, if it runs or ended without cleaning up. */
  get postmaster() {
    try {
      const lines = readFileSync(this.postmasterFile, 'utf8').split('\n');
      return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() };
    } catch {
      return undefined;
    }
  }

  get postmasterFile() {
    return path.join(this.cluster, 'postmaster.pid');
  }

  get version() {
    return this.#run(this.binaries.postgres, ['--version']).stdout?.match(/\d+(\.\d+)+/)?.[0] ?? 'of unknown version';
  }

  get #connectionFile() {
    return path.join(this.folder, 'connection.json');
  }

  #remember(connection) {
    const draft = `${this.#connectionFile}.new`;
    writeFileSync(draft, `${JSON.stringify(connection)}\n`, { mode: 0o600 });
    renameSync(draft, this.#connectionFile);
  }

  #run(file, args) {
    const [command, all, options] = this.account.command(file, args);
    return spawnSync(command, all, { ...options, encoding: 'utf8', timeout: INITDB_MILLISECONDS });
  }

  #refuseOtherRelease() {
    const written = readFileSync(path.join(this.cluster, 'PG_VERSION'), 'utf8').trim();
    const installed = this.version.split('.')[0];
    if (written === installed) return;
    throw new CommandFailure(
      `${this.cluster} was written by PostgreSQL ${written}; the embedded one is ${installed} and cannot read it. ` +
        `Move the folder away to start afresh: mv '${this.folder}' '${this.folder}-${written}'`,
    );
  }
}
