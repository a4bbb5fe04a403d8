import { start, type TestProcess } from './process.js';
import { builtEmulator } from './project.js';

/** What the seeded application of the emulator is, and what it has applied for. */
export const seeded = {
  clientId: 'dingdemohangzhou',
  clientSecret: 'demo-secret-for-the-emulator-only',
  corpId: 'dinghangzhou0001',
  scopes: [
    'Contact.User.Read',
    'Contact.User.mobile',
    'Todo.PersonalTodo.Write',
    'Todo.Todo.Write',
    'Calendar.Event.Read',
    'Calendar.Event.Write',
    'Calendar.EventSchedule.Read',
  ],
} as const;

export interface Emulator {
  readonly url: string;
  readonly process: TestProcess;
  /** Calls the control API below `/emulator/api`. */
  control<Answer = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Answer>;
}

/** The longest that DingTalk's side waits for somebody is a minute, and then it answers. */
const ANSWER_WITHIN_MS = 90_000;

/** With a file it keeps its state there, which is the only place to read DingTalk's side of a token from. */
export async function startEmulator(dataFile?: string): Promise<Emulator> {
  const env = { EMULATOR_PORT: '0', ...(dataFile && { EMULATOR_DATA_FILE: dataFile }) };
  const running = start(builtEmulator, env, ['--exit-with-stdin']);
  const [, url = ''] = await running.saying(/"url":"([^"]+)"/);
  return {
    url,
    process: running,
    async control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const response = await fetch(`${url}/emulator/api${path}`, {
        method,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`emulator ${method} ${path}: ${response.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as Answer;
    },
  };
}
