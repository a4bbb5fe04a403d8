import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { type Answer, ask } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { brokenLanes, handoutRecords } from './harness/trail.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';

const people = ['person0', 'person1', 'person2', 'person3'];
const REVOCATIONS = 20;
const REQUESTS = 6_000;
const REPLICAS = 3;
const WORKERS = 24;

interface Request {
  readonly id: string;
  readonly sentAt: number;
  readonly answer: Answer;
}

interface Receipt {
  readonly grantId: string;
  readonly liveHandouts: readonly { readonly handoutId: string; readonly callerId: string }[];
}

describe('revoking in a storm of hand-outs', () => {
  let world: World;
  const requests: Request[] = [];
  const revocations: { receipt: Receipt; answeredAt: number }[] = [];
  beforeAll(async () => {
    world = await startWorld({ brokers: REPLICAS });
    await world.registerDemo();
    await hire(world.emulator, people);
    for (const userId of people) await consent(userId);
    const callers = await Promise.all(
      ['alpha', 'beta', 'gamma'].map((name) => world.createCaller(`storm-${name}`, [everythingOfDemo])),
    );
    const accessTokens = await Promise.all(callers.map((caller) => caller.accessToken()));

    let left = REQUESTS;
    let revoking = true;
    const worker = async (n: number) => {
      // Until both are done: the last revocation needs requests after it, too.
      while (left > 0 || revoking) {
        left -= 1;
        const id = uuidv7();
        const sentAt = performance.now();
        const answer = await ask(`${world.brokers[n % REPLICAS]?.url}/v1/tokens`, {
          headers: { authorization: `Bearer ${accessTokens[n % accessTokens.length]}`, 'x-request-id': id },
          json: {
            application: 'demo',
            userId: people[(n + requests.length) % people.length],
            scopes: ['Contact.User.Read'],
          },
        });
        requests.push({ id, sentAt, answer });
      }
    };
    const storm = Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
    for (let n = 0; n < REVOCATIONS; n += 1) await revokeAndConsentAgain(people[n % people.length] ?? '');
    revoking = false;
    await storm;
  });
  afterAll(() => world.close());

  const consent = async (userId: string) => {
    expect((await consentAs(`${world.url}/consent/demo`, { as: userId })).code).toBe('granted');
  };
  const revokeAndConsentAgain = async (userId: string) => {
    const { id } = await world.liveGrant(userId);
    const { status, body: receipt } = await world.operator('POST', `/grants/${id}/revoke`, { reason: 'storm' });
    revocations.push({ receipt: receipt as unknown as Receipt, answeredAt: performance.now() });
    expect(status).toBe(200);
    await consent(userId);
  };
  const tokensOf = (grantId: string) =>
    requests.filter(({ answer }) => answer.status === 200 && answer.body.grantId === grantId);

  it('hands out tokens and refuses them, and nothing else', () => {
    expect(revocations.length).toBe(REVOCATIONS);
    expect(requests.length).toBeGreaterThanOrEqual(REQUESTS);
    const outcomes = new Set(requests.map(({ answer }) => (answer.status === 200 ? 'token' : answer.body.reason)));
    expect(outcomes).toEqual(new Set(['token', 'grant_revoked']));
  });

  it('hands out no token of a grant to any request sent after its revocation was answered, on any replica', () => {
    const late = revocations.flatMap(({ receipt, answeredAt }) =>
      tokensOf(receipt.grantId).filter(({ sentAt }) => sentAt > answeredAt),
    );
    expect(late).toEqual([]);
  });

  it('names in each receipt exactly the hand-outs whose tokens left', () => {
    let named = 0;
    for (const { receipt } of revocations) {
      const left = tokensOf(receipt.grantId).map(({ answer }) => answer.body.handoutId);
      expect(new Set(receipt.liveHandouts.map(({ handoutId }) => handoutId))).toEqual(new Set(left));
      expect(receipt.liveHandouts.length).toBe(left.length);
      named += left.length;
    }
    expect(named).toBeGreaterThan(REVOCATIONS);
  });

  it('leaves one record for each request, and no gap in any lane', async () => {
    expect(await brokenLanes(world.database.pool)).toEqual([]);
    const records = await handoutRecords(world.database.pool);
    const byRequest = new Map(records.map((record) => [record.requestId, record]));
    expect(records.length).toBe(byRequest.size);
    expect(records.length).toBe(requests.length);
    for (const { id, answer } of requests) {
      expect(byRequest.get(id)?.handoutId ?? undefined).toBe(answer.body.handoutId);
    }
  });
});
