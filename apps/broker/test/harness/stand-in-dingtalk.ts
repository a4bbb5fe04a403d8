import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that is not the emulator and answers just enough of DingTalk for one person to consent and be refreshed. */
export interface StandInDingTalk {
  readonly url: string;
  /** Resolves once a refresh has arrived; it is answered when `answerRefresh` is called. */
  refreshArrived(): Promise<void>;
  answerRefresh(): void;
  close(): Promise<void>;
}

/** Lives shorter than a caller asks for by default, so that the first hand-out already refreshes. Seconds. */
const FIRST_TOKEN_SECONDS = 30;

export async function startStandInDingTalk(corpId: string): Promise<StandInDingTalk> {
  const arrived = gate();
  const answered = gate();
  const answers: Record<string, () => object> = {
    '/v1.0/oauth2/accessToken': () => ({ accessToken: 'app-token', expireIn: 7200 }),
    '/v1.0/contact/users/me': () => ({ nick: '赵六', unionId: 'union-of-zhaoliu', openId: 'open-of-zhaoliu' }),
    '/topapi/user/getbyunionid': () => ({ errcode: 0, errmsg: 'ok', result: { contact_type: 0, userid: 'zhaoliu' } }),
    '/v1.0/oauth2/authRules/user': () => ({ result: [{ resource: 'rpc_auth', authItems: ['Contact.User.Read'] }] }),
  };

  async function userAccessToken({ grantType }: { grantType?: string }): Promise<object> {
    if (grantType !== 'refresh_token') {
      return { accessToken: 'first-access', refreshToken: 'first-refresh', expireIn: FIRST_TOKEN_SECONDS, corpId };
    }
    arrived.open();
    await answered.opened;
    return { accessToken: 'second-access', refreshToken: 'second-refresh', expireIn: 7200, corpId };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://here');
    const body = await textOf(request);
    const json =
      pathname === '/v1.0/oauth2/userAccessToken' ? await userAccessToken(JSON.parse(body)) : answers[pathname]?.();
    response.writeHead(json ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(json ?? {}));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refreshArrived: () => arrived.opened,
    answerRefresh: answered.open,
    async close() {
      answered.open();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
