import { describe, expect, it } from '@jest/globals';
import { DEMO, HANGZHOU, SHANGHAI } from '../emulator-under-test.js';
import { authorize, browser, emulator } from './stage.js';

export function underControl(): void {
  describe('under control', () => {
    it('registers, changes and removes an application without ever telling its secret', async () => {
      const application = {
        clientId: 'dingmine',
        clientSecret: 'a-canary-secret',
        name: '我的应用',
        kind: 'internal',
        corpId: SHANGHAI,
        delegatedPoints: ['Contact.User.Read'],
        redirectUris: ['http://localhost:9999/back'],
      };
      const made = await emulator.call('POST', '/emulator/api/applications', { json: application });
      expect([made.status, made.body?.owner]).toEqual([201, SHANGHAI]);
      expect((await emulator.call('POST', '/emulator/api/applications', { json: application })).status).toBe(409);
      const changed = await emulator.control('PATCH', '/applications/dingmine', { published: false });
      expect(changed).toMatchObject({ published: false, delegatedPoints: ['Contact.User.Read'] });
      const listed = await emulator.call('GET', '/emulator/api/applications');
      expect(listed.text).toContain('dingmine');
      expect(made.text + listed.text).not.toContain('a-canary-secret');
      await emulator.control('DELETE', '/applications/dingmine');
      expect((await emulator.call('GET', '/emulator/api/applications/dingmine')).status).toBe(404);
    });

    it('takes thousands of people at once, and none of them when one is wrong', async () => {
      const person = (n: number, corpId = HANGZHOU) => ({
        key: `p${n}`,
        name: `员工 ${n}`,
        memberships: [{ corpId, userId: `u${n}` }],
      });
      const many = Array.from({ length: 5000 }, (_, n) => person(n));
      expect(await emulator.control('POST', '/people', { people: many })).toEqual({ saved: 5000 });
      const wrong = { people: [person(6000), person(6001, 'dingnowhere')] };
      expect((await emulator.call('POST', '/emulator/api/people', { json: wrong })).status).toBe(400);
      expect((await emulator.control('GET', '/people')).people).toHaveLength(5007);
      await browser.open(authorize());
      await browser.press('scan', { person: 'p4999' });
      expect(browser.shows(`org-${HANGZHOU}`)).toBe(true);
    });

    it('gives many people tokens in one call, as if each had logged in, or none when one could not have', async () => {
      const people = ['zhangsan', 'lisi', 'chenxi'];
      const { grants } = await emulator.control('POST', '/grants', { clientId: DEMO, people });
      const given = grants as { person: string; userId: string; unionId: string; refreshToken: string }[];
      expect(given.map(({ person, userId }) => [person, userId])).toEqual(people.map((key) => [key, key]));
      expect(given[0]).toMatchObject({ expireIn: 7200, corpId: HANGZHOU });
      const { body } = await emulator.refresh(given[1]?.refreshToken ?? '');
      expect((await emulator.me(String(body?.accessToken))).body).toMatchObject({ unionId: given[1]?.unionId });
      const outsider = { clientId: DEMO, people: ['zhangsan', 'waibu'] };
      expect((await emulator.call('POST', '/emulator/api/grants', { json: outsider })).status).toBe(409);
    });

    it('does not issue a code for somebody who could not have logged in', async () => {
      const json = { clientId: DEMO, person: 'waibu' };
      expect((await emulator.call('POST', '/emulator/api/codes', { json })).status).toBe(409);
    });
  });
}
