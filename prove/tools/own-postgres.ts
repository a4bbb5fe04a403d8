import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { start, type TestProcess } from '../../apps/broker/test/harness/process.js';
import { projectFile } from '../../apps/broker/test/harness/project.js';

/**
 * A PostgreSQL that a proof may restart, at the same address each time. It takes the place of the run's own for this test file, so that
 * the harness makes its databases there.
 */
export class OwnPostgres {
  private constructor(
    private readonly folder: string,
    private supervisor: TestProcess,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'broker-outage-'));
    // As root, the server runs as another account, which has to get through to its data.
    await chmod(folder, 0o711);
    const postgres = new OwnPostgres(folder, supervise(folder));
    try {
      process.env.TEST_POSTGRES_URL = await postgres.ready();
      return postgres;
    } catch (error) {
      await postgres.remove();
      throw error;
    }
  }

  /** Ends every session at once, as an administrator does, and comes back with what was committed. */
  async restart(): Promise<void> {
    await this.supervisor.stop();
    this.supervisor = supervise(this.folder);
    await this.ready();
  }

  async remove(): Promise<void> {
    await this.supervisor.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<string> {
    const [, url = ''] = await this.supervisor.saying(/"url":"([^"]+)"/);
    return url;
  }
}

const supervise = (folder: string): TestProcess =>
  start(projectFile('commands/postgres-supervisor.mjs'), {}, [folder, '--max-connections=200']);
