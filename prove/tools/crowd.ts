import { type Answer, ask } from '../../apps/broker/test/harness/http.js';
import type { TestCaller, World } from '../../apps/broker/test/harness/world.js';

export interface Served {
  readonly userId: string;
  readonly answer: Answer;
}

interface TokenAsk {
  readonly broker?: number;
  readonly maxWaitSeconds?: number;
}

/** `POST /v1/tokens` for one person. */
export async function askFor(
  world: World,
  caller: TestCaller,
  userId: string,
  { broker = 0, maxWaitSeconds }: TokenAsk = {},
): Promise<Served> {
  const wanted = { application: 'demo', userId, scopes: ['Contact.User.Read'] };
  const body = maxWaitSeconds === undefined ? wanted : { ...wanted, maxWaitSeconds };
  return { userId, answer: await caller.requestToken(body, world.brokers[broker]?.url) };
}

/**
 * Answers that no caller should ever get: another person's token, a second token for the same grant, a token that DingTalk does not
 * know as this person's, or a refusal other than "come back later". Each in a word, for the test's failure.
 */
export async function wrongAnswers(world: World, all: readonly Served[]): Promise<string[]> {
  const wrong: string[] = [];
  const tokens = new Map<string, Set<string>>();
  for (const { userId, answer } of all) {
    if (answer.status !== 200) {
      if (answer.body?.code !== 'temporarily_unavailable') wrong.push(`${userId}: ${answer.status} ${answer.text}`);
      continue;
    }
    if (answer.body.userId !== userId) wrong.push(`${userId}: served ${answer.body.userId}`);
    tokens.set(userId, (tokens.get(userId) ?? new Set()).add(String(answer.body.accessToken)));
  }
  for (const [userId, held] of tokens) {
    if (held.size > 1) wrong.push(`${userId}: ${held.size} tokens`);
    for (const token of held) {
      const me = await ask(`${world.emulator.url}/v1.0/contact/users/me`, {
        headers: { 'x-acs-dingtalk-access-token': token },
      });
      const unionId = all.find((it) => it.userId === userId && it.answer.status === 200)?.answer.body.unionId;
      if (me.status !== 200 || me.body.unionId !== unionId) wrong.push(`${userId}: DingTalk says ${me.text}`);
    }
  }
  return wrong;
}
