import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Still release 2: what operators see, review and set in motion, and AI plugins. */
export class OperatorPlane1764115200000 implements MigrationInterface {
  name = 'OperatorPlane1764115200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...plugins, ...signIns, ...keys, ...trail, ...reviews, ...overview, ...lists]) {
      await runner.query(statement);
    }
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const plugins: string[] = [];

const signIns: string[] = [];

const keys: string[] = [];

const trail: string[] = [];

const reviews: string[] = [];

const overview: string[] = [];

const lists: string[] = [];
