import { startEmulator } from '../src/start-emulator.js';
import { SEED_SECRET } from '../src/world/seed.js';

export { SEED_SECRET };
export const DEMO = 'dingdemohangzhou';
export const NARROW = 'dingnarrowhangzhou';
export const SUITE = 'suitedemomeeting';
export const PERSONAL = 'dingpersonalnotes';
export const HANGZHOU = 'dinghangzhou0001';
export const SHANGHAI = 'dingshanghai0002';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `undefined` when it is not JSON. */
  readonly body: Body | undefined;
}

/** Tests look fields up by name and compare what they find. */
type Body = Record<string, unknown> & { readonly [Field in 'code' | 'errcode' | 'message' | 'requestid']?: unknown };

interface Sent {
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly token?: string;
}

interface UserToken {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expireIn: number;
  readonly corpId?: string;
}

/** One emulator on a free port, and the calls most tests make of it. */
export class EmulatorUnderTest {
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(dataFile?: string): Promise<EmulatorUnderTest> {
    const { url, close } = await startEmulator({ host: '127.0.0.1', port: 0, dataFile });
    return new EmulatorUnderTest(url, close);
  }

  async call(method: string, path: string, { json, form, token }: Sent = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { 'x-acs-dingtalk-access-token': token }),
      },
      body: json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json),
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** A call of the control API that has to succeed. */
  async control(method: string, path: string, json?: unknown): Promise<Body> {
    const answer = await this.call(method, `/emulator/api${path}`, { json });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body ?? {};
  }

  /** Asks the control API until the answer is as wanted. */
  async until<T>(path: string, wanted: (answer: T) => boolean): Promise<T> {
    const deadline = performance.now() + 60_000;
    for (;;) {
      const answer = (await this.control('GET', path)) as unknown as T;
      if (wanted(answer)) return answer;
      if (performance.now() > deadline) throw new Error(`${path} stays ${JSON.stringify(answer)}`);
    }
  }

  async code(clientId: string, person: string, more: object = {}): Promise<string> {
    return String((await this.control('POST', '/codes', { clientId, person, ...more })).authCode);
  }

  exchange(fields: object): Promise<Answer> {
    return this.call('POST', '/v1.0/oauth2/userAccessToken', { json: fields });
  }

  refresh(refreshToken: string, clientId = DEMO): Promise<Answer> {
    return this.exchange({ clientId, clientSecret: SEED_SECRET, grantType: 'refresh_token', refreshToken });
  }

  redeem(code: string, clientId = DEMO): Promise<Answer> {
    return this.exchange({ clientId, clientSecret: SEED_SECRET, grantType: 'authorization_code', code });
  }

  async userToken(clientId: string, person: string, more: object = {}): Promise<UserToken> {
    const { body } = await this.redeem(await this.code(clientId, person, more), clientId);
    return body as unknown as UserToken;
  }

  async appToken(clientId = DEMO): Promise<string> {
    const answer = await this.call('GET', `/gettoken?appkey=${clientId}&appsecret=${SEED_SECRET}`);
    return String(answer.body?.access_token);
  }

  me(token: string): Promise<Answer> {
    return this.call('GET', '/v1.0/contact/users/me', { token });
  }
}

function parsed(text: string): Body | undefined {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return undefined;
  }
}
