import { chmod, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createMasterKey, freePort } from '../harness/broker.js';
import { createEmptyDatabase } from '../harness/database.js';
import { database, moveSchemaRelease, refusal, serve } from './stage.js';

export function refusedStarts(): void {
  describe('stops at once, with exit code 1', () => {
    it.each(['DATABASE_URL', 'MASTER_KEY_FILE'])('and names %s when it is missing', async (name) => {
      expect(await refusal({ [name]: undefined })).toEqual({ code: 1, said: `${name} is required\n` });
    });

    it('and names everything that is missing, where a variable that is set to nothing counts as missing', async () => {
      const said = 'DATABASE_URL is required\nMASTER_KEY_FILE is required\n';
      expect(await refusal({ DATABASE_URL: '', MASTER_KEY_FILE: undefined })).toEqual({ code: 1, said });
    });

    const malformed: Record<string, readonly [string, ...string[]]> = {
      DATABASE_URL: ['mysql://canary:canary@db.example/canary', 'canary'],
      DATABASE_DIRECT_URL: ['canary', 'http://canary.example'],
      DATABASE_PREPARED: ['canary', 'ON'],
      HTTP_PORT: ['canary', '0', '65536'],
      GRPC_PORT: ['canary', '0', '65536'],
      HOST: ['can ary', 'http://canary'],
      OPERATIONS_PORT: ['80.5', '-1', 'canary'],
      PUBLIC_URL: [
        'canary.example',
        'ftp://canary.example',
        'https://canary.example/below',
        'https://canary:canary@canary.example',
      ],
      OPERATOR_BOOTSTRAP_TOKEN: ['canary-too-short', 'canary with spaces in it, and long enough'],
      DINGTALK_LOGIN_URL: ['canary', 'https://canary.example/oauth2'],
      DINGTALK_API_URL: ['https://canary.example/v1.0', 'canary:canary'],
      DINGTALK_OAPI_URL: ['https://canary.example/?x=1', 'https://canary.example/#canary'],
    };
    it.each([0, 1, 2, 3])('and names each variable that is malformed, without its value (%i)', async (variant) => {
      const values = Object.entries(malformed).map(([name, all]) => [name, all[variant] ?? all[0]]);
      const { code, said } = await refusal(Object.fromEntries(values));
      expect(code).toBe(1);
      expect(said.trim().split('\n')).toEqual(
        Object.keys(malformed).map((name) => expect.stringMatching(`^${name} is malformed: .+$`)),
      );
      expect(said).not.toMatch(/canary/);
    });

    it('when the master key file is missing, readable by others, malformed or empty, without what is in it', async () => {
      const key = await createMasterKey();
      const canary = 'c2VjcmV0LWJ1dC1tdWNoLXRvby1zaG9ydA==';
      const refused = async () => {
        const { code, said } = await refusal({ MASTER_KEY_FILE: key.file });
        expect(code).toBe(1);
        expect(said.trim().split('\n')).toHaveLength(1);
        expect(said).toContain(key.file);
        expect(said).not.toContain(canary);
        return said;
      };
      try {
        await chmod(key.file, 0o644);
        expect(await refused()).toContain(`Run: chmod 600 ${key.file}`);
        await chmod(key.file, 0o600);
        await writeFile(key.file, `# keys\nk1:${canary}\n`);
        expect(await refused()).toContain('line 1');
        await writeFile(key.file, '\n');
        expect(await refused()).toContain('holds no key');
        await rm(key.file);
        expect(await refused()).toContain('cannot be read');
      } finally {
        await key.remove();
      }
    });

    it('on an empty database, naming npm run migrate, and changes nothing there', async () => {
      const empty = await createEmptyDatabase();
      try {
        const { code, said } = await refusal({ DATABASE_URL: empty.url });
        expect([code, said]).toEqual([1, expect.stringMatching(/^[^\n]+ Run: npm run migrate\n$/)]);
        const { rows } = await empty.pool.query(`select from pg_class where relnamespace = 'public'::regnamespace`);
        expect(rows).toEqual([]);
      } finally {
        await empty.drop();
      }
    });

    it('on an older schema, naming npm run migrate, and on one newer by two releases', async () => {
      await database.pool.query('alter table schema_release drop constraint schema_release_release_check');
      await moveSchemaRelease(-1);
      expect(await refusal({})).toEqual({ code: 1, said: expect.stringMatching(/^[^\n]+ Run: npm run migrate\n$/) });
      await moveSchemaRelease(+3);
      expect(await refusal({})).toEqual({ code: 1, said: expect.stringMatching(/^[^\n]+Install a newer broker\.\n$/) });
    });

    it('on a database that is away or does not exist, with one plain line', async () => {
      const away = new URL(database.url);
      away.port = String(await freePort());
      away.password = 'canary';
      const nowhere = new URL(database.url);
      nowhere.pathname = '/canary';
      for (const [url, why] of [
        [away, 'nothing listens there'],
        [nowhere, 'it does not exist'],
      ] as const) {
        const { code, said } = await refusal({ DATABASE_URL: url.href });
        expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`^DATABASE_URL: [^\n]*${why}[^\n]*\n$`))]);
        expect(said).not.toContain('canary');
      }
    });

    it('when its port is taken, with one plain line', async () => {
      const { url } = await serve();
      const { code, said } = await refusal({ HTTP_PORT: new URL(url).port });
      expect([code, said]).toEqual([1, expect.stringMatching(/^HTTP_PORT [^\n]+EADDRINUSE\)\n$/)]);
    });
  });
}
