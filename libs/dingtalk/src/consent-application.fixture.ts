import { Secret } from '@app/secret';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Req,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ConsentCallbackOptions, ConsentReturn, ConsentStartOptions } from './consent-return.js';
import type { ConsentStateStore } from './consent-state.store.js';
import { DingTalkStrategy } from './dingtalk.strategy.js';
import { DingTalkAuthGuard, type RequestWithConsentReturn } from './dingtalk-auth.guard.js';
import { DingTalkClient } from './dingtalk-client.js';
import { answer, type Behaviour, Wire } from './wire.fixture.js';

const applications: Record<string, { credentials: { clientId: string; clientSecret: Secret }; corpId?: string }> = {
  orders: { credentials: { clientId: 'ding-orders', clientSecret: Secret.of('orders-secret') } },
  travel: { credentials: { clientId: 'ding-travel', clientSecret: Secret.of('travel-secret') }, corpId: 'ding1' },
};

function application(name: string) {
  const found = applications[name];
  if (!found) throw new Error(`no application ${name}`);
  return found;
}

interface State {
  application: string;
}

/** Keeps states in memory and binds them to a cookie, as a browser would see it. */
class MemoryStateStore implements ConsentStateStore {
  readonly states = new Map<string, object>();
  broken: Error | null = null;
  metas: object[] = [];

  store: ConsentStateStore['store'] = ({ reply }, state, meta, callback) => {
    const opaque = `state-${this.states.size + 1}`;
    this.states.set(opaque, state);
    this.metas.push(meta);
    reply.header('set-cookie', `consent=${opaque}; HttpOnly`);
    callback(this.broken, opaque);
  };

  verify: ConsentStateStore['verify'] = ({ request }, opaque, _meta, callback) => {
    const state = this.states.get(opaque);
    if (this.broken) callback(this.broken, false, { reason: 'state_unknown' });
    else if (!state) callback(null, false, { reason: 'state_unknown' });
    else if (!request.headers.cookie?.includes(opaque))
      callback(null, false, { reason: 'state_other_browser', appState: state });
    else {
      this.states.delete(opaque);
      callback(null, true, state);
    }
  };
}

export const store = new MemoryStateStore();

@Injectable()
class StartGuard extends DingTalkAuthGuard implements CanActivate {
  protected consentOptions(context: ExecutionContext): ConsentStartOptions {
    const { name } = context.switchToHttp().getRequest<{ params: { name: string } }>().params;
    return {
      application: application(name),
      redirectUri: 'https://broker.example/consent/callback?keep=1',
      state: { application: name },
    };
  }
}

@Injectable()
class CallbackGuard extends DingTalkAuthGuard {
  protected async consentOptions(): Promise<ConsentCallbackOptions> {
    return { callback: true, application: async (state) => application((state as State).application) };
  }
}

/** What the controller got since the test began. */
export const returned: ConsentReturn[] = [];

@Controller('consent')
class ConsentController {
  @Get('callback')
  @UseGuards(CallbackGuard)
  callback(@Req() request: RequestWithConsentReturn) {
    returned.push(request.consentReturn);
    return { kind: request.consentReturn.kind, mutated: 'login' in request || 'user' in request };
  }

  @Get(':name')
  @UseGuards(StartGuard)
  start() {
    return 'never reached';
  }
}

export let wire: Wire;
export let client: DingTalkClient;
export let app: NestFastifyApplication;

/** How DingTalk answers. */
export const dingtalk: { exchange: Behaviour; person: Behaviour } = {
  exchange: answer(500, ''),
  person: answer(500, ''),
};

/** Gives each test of a file an application that people consent to through the strategy. */
export function consentApplication(): void {
  beforeAll(async () => {
    wire = await Wire.listen();
    client = new DingTalkClient({
      hosts: { ...wire.hosts, loginUrl: 'https://login.dingtalk.example' },
      deadlineMs: 2000,
    });
    const strategy = new DingTalkStrategy({ client, store });

    @Module({ controllers: [ConsentController], providers: [{ provide: DingTalkStrategy, useValue: strategy }] })
    class TestModule {}
    app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), { logger: false });
    await app.init();
  });
  beforeEach(() => {
    returned.length = 0;
    wire.seen.length = 0;
    store.states.clear();
    store.broken = null;
    dingtalk.exchange = answer(200, {
      accessToken: 'canary-access',
      refreshToken: 'canary-refresh',
      expireIn: 7200,
      corpId: 'ding1',
    });
    dingtalk.person = answer(200, { unionId: 'u-1', nick: '小钉' });
    wire.behaviour = (response, request) =>
      (request.url.startsWith('/v1.0/oauth2') ? dingtalk.exchange : dingtalk.person)(response, request);
  });
  afterAll(async () => {
    await app.close();
    await client.close();
    await wire.close();
  });
}

export const get = (url: string, cookie?: string) =>
  app.inject({ method: 'GET', url, headers: cookie === undefined ? {} : { cookie } });

/** Leaves for DingTalk and answers the state in the address. */
export async function start(name = 'orders'): Promise<string> {
  const { headers } = await get(`/consent/${name}`);
  return new URL(String(headers.location)).searchParams.get('state') ?? '';
}

export async function comeBack(query: string, state?: string): Promise<ConsentReturn> {
  const separator = query === '' ? '' : '&';
  const response = await get(
    `/consent/callback?${query}${state === undefined ? '' : `${separator}state=${state}`}`,
    `consent=${state}`,
  );
  expect(response.statusCode).toBe(200);
  const [result] = returned;
  if (returned.length !== 1 || !result) throw new Error('the controller was not reached exactly once');
  return result;
}
