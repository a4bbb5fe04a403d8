import type { MigrationInterface, QueryRunner } from 'typeorm';
import { imports } from './operator-plane/imports.js';
import { jobs } from './operator-plane/jobs.js';
import { keys } from './operator-plane/keys.js';
import { lists } from './operator-plane/lists.js';
import { notices } from './operator-plane/notices.js';
import { overview } from './operator-plane/overview.js';
import { plugins } from './operator-plane/plugins.js';
import { reviews } from './operator-plane/reviews.js';
import { secrets } from './operator-plane/secrets.js';
import { signIns } from './operator-plane/sign-ins.js';
import { titles } from './operator-plane/titles.js';
import { trail } from './operator-plane/trail.js';
import { webhooks } from './operator-plane/webhooks.js';

/** Still release 2: what operators see, review and set in motion, and AI plugins; by area in `operator-plane/`. */
export class OperatorPlane1764115200000 implements MigrationInterface {
  name = 'OperatorPlane1764115200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...plugins,
      ...signIns,
      ...secrets,
      ...keys,
      ...imports,
      ...webhooks,
      ...trail,
      ...reviews,
      ...overview,
      ...lists,
      ...jobs,
      ...notices,
      ...titles,
    ]) {
      await runner.query(statement);
    }
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}
