import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const CLIENT = { id: 'broker', secret: 'secret-of-the-client-at-the-provider' };
const ALGORITHM = 'ES256';

/** An OpenID Connect provider on loopback that knows one client, the broker, and lets in whom the test names. */
export interface TestProvider {
  readonly issuer: string;
  /** What a broker needs to know it. */
  readonly env: Readonly<Record<string, string>>;
  /** Who signs in next, by their subject. */
  person: string;
  /** What the person answers. */
  answer: 'agree' | 'refuse';
  /** Instead of what the provider would answer the client with. */
  answers: ((claims: JWTPayload) => ForgedAnswer) | undefined;
  /** `down`: connections are cut. */
  state: 'up' | 'down';
  /** Requests so far, by path. */
  readonly asked: string[];
  /** Begins to answer, for a broker whose public address is this. */
  open(publicUrl: string): Promise<void>;
  close(): Promise<void>;
}

interface ForgedAnswer {
  readonly claims: JWTPayload;
  /** By a key the provider does not publish. */
  readonly foreignKey?: boolean;
}

export async function startProvider(): Promise<TestProvider> {
  const [key, foreign] = await Promise.all([
    generateKeyPair(ALGORITHM, { extractable: true }),
    generateKeyPair(ALGORITHM),
  ]);
  let handle: RequestListener = (_, response) => response.writeHead(503).end();
  const server = createServer((request, response) => {
    if (provider.state === 'down') {
      request.socket.destroy();
      return;
    }
    const path = new URL(request.url ?? '/', provider.issuer).pathname;
    provider.asked.push(path);
    if (path === '/token' && provider.answers)
      forgeAnswer(response, provider.answers, { own: key.privateKey, foreign: foreign.privateKey });
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: TestProvider = {
    issuer,
    env: {
      OPERATOR_OIDC_ISSUER: issuer,
      OPERATOR_OIDC_CLIENT_ID: CLIENT.id,
      OPERATOR_OIDC_CLIENT_SECRET: CLIENT.secret,
      OPERATOR_OIDC_NAME: 'Company account',
    },
    person: 'nobody',
    answer: 'agree',
    answers: undefined,
    state: 'up',
    asked: [],
    async open(publicUrl) {
      const jwk = { ...(await exportJWK(key.privateKey)), alg: ALGORITHM, use: 'sig', kid: 'test' };
      handle = handlerOf(providerFor({ issuer, publicUrl, jwk }), provider);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}

function providerFor({ issuer, publicUrl, jwk }: { issuer: string; publicUrl: string; jwk: object }): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${publicUrl}/sign-in/oidc/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: ALGORITHM,
      },
    ],
    jwks: { keys: [jwk] },
    ttl: { Interaction: 600, Grant: 600, Session: 3_600, AccessToken: 60, IdToken: 600 },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // Nobody is asked what the client may know: it asks for nothing but who they are.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
}

function handlerOf(provider: Provider, test: TestProvider): RequestListener {
  const callback = provider.callback();
  return (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
    const result =
      test.answer === 'agree'
        ? { login: { accountId: test.person } }
        : { error: 'access_denied', error_description: 'no' };
    void provider.interactionFinished(request, response, result);
  };
}

function forgeAnswer(
  response: ServerResponse,
  answers: NonNullable<TestProvider['answers']>,
  keys: { own: CryptoKey; foreign: CryptoKey },
): void {
  const end = response.end.bind(response);
  const replace = async (body: string) => {
    const answer = JSON.parse(body) as { id_token?: string };
    const [, payload = ''] = answer.id_token?.split('.') ?? [];
    const { claims, foreignKey } = answers(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    const id_token = await new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: 'test' })
      .sign(foreignKey ? keys.foreign : keys.own);
    const forged = JSON.stringify({ ...answer, id_token });
    response.setHeader('content-length', Buffer.byteLength(forged));
    end(forged);
  };
  response.end = ((body: unknown) => {
    if (response.statusCode === 200) void replace(String(body));
    else end(body);
    return response;
  }) as typeof response.end;
}
