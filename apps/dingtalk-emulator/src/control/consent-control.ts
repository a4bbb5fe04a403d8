import { z } from 'zod';
import { chooseOrganisation } from '../login/organisations.js';
import { readScope } from '../login/scope.js';
import type { Store } from '../store/store.js';
import type { AppTokens } from '../tokens/app-tokens.js';
import type { Codes } from '../tokens/codes.js';
import type { Consents } from '../tokens/consents.js';
import type { UserTokens } from '../tokens/user-tokens.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Application, Applications } from '../world/applications.js';
import { type Directory, membershipIn, type Person } from '../world/directory.js';
import type { Identities } from '../world/identities.js';
import type { Settings } from '../world/settings.js';
import { applicationNamed, personNamed } from './named.js';
import { Problem, readBody } from './problem.js';

const codeSchema = z.strictObject({
  clientId: z.string(),
  person: z.string(),
  corpId: z.string().optional(),
  scope: z.string().default('openid corpid'),
  /** `in_client`: a code as the JSAPI hands out inside DingTalk, good for `getuserinfo` only. */
  origin: z.enum(['browser', 'in_client']).default('browser'),
});
const grantsSchema = z.strictObject({
  clientId: z.string(),
  /** Keys of people. */
  people: z.array(z.string()).min(1).max(200_000),
  corpId: z.string().optional(),
  scope: z.string().default('openid corpid'),
});
const consentSchema = z.strictObject({ clientId: z.string(), person: z.string() });
const expireSchema = z.strictObject({ clientId: z.string().optional(), kind: z.enum(['access', 'refresh', 'app']) });

/** Codes without a browser, and the end of consents and tokens before their time. */
export class ConsentControl {
  constructor(
    private readonly store: Store,
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly identities: Identities,
    private readonly settings: Settings,
    private readonly codes: Codes,
    private readonly consents: Consents,
    private readonly userTokens: UserTokens,
    private readonly appTokens: AppTokens,
  ) {}

  /** A code as if the person had just agreed in the browser; the consent is recorded too. */
  issueCode(body: ReceivedBody | undefined): { authCode: string } {
    const { clientId, person: key, corpId, scope, origin } = readBody(codeSchema, body);
    const { application, person, organisation } = this.logIn(clientId, key, corpId);
    const wantsCorp = readScope(scope).includes('corpid');
    if (origin === 'browser') this.consents.give(application, person);
    return { authCode: this.codes.issue(application, person, wantsCorp ? organisation : undefined, origin) };
  }

  /** Consents and user tokens for many people at once, or for none of them when one could not have logged in. */
  grant(body: ReceivedBody | undefined) {
    const { clientId, people, corpId, scope } = readBody(grantsSchema, body);
    const wantsCorp = readScope(scope).includes('corpid');
    const logins = people.map((key) => this.logIn(clientId, key, corpId));
    const grants = this.store.together(() =>
      logins.map(({ application, person, organisation }) => {
        this.consents.give(application, person);
        return {
          person: person.key,
          unionId: this.identities.unionId(application, person),
          userId: membershipIn(person, organisation)?.userId,
          ...this.userTokens.issueFor({ clientId, person: person.key, corpId: wantsCorp ? organisation : undefined }),
        };
      }),
    );
    return { grants };
  }

  list(clientId?: string, person?: string) {
    const matches = this.consents
      .all()
      .filter((given) => (clientId ?? given.clientId) === given.clientId && (person ?? given.person) === given.person);
    return { consents: matches };
  }

  withdraw(body: ReceivedBody | undefined) {
    const { clientId, person } = readBody(consentSchema, body);
    this.find(clientId, person);
    return { withdrawn: this.consents.withdraw(clientId, person) };
  }

  expire(body: ReceivedBody | undefined) {
    const { clientId, kind } = readBody(expireSchema, body);
    return { expired: kind === 'app' ? this.appTokens.expire(clientId) : this.userTokens.expire(kind, clientId) };
  }

  private logIn(clientId: string, key: string, corpId: string | undefined) {
    const { application, person } = this.find(clientId, key);
    const acceptOutsiders = this.settings.values.internalAppsAcceptOutsiders;
    const choice = chooseOrganisation(application, person, { corpId, acceptOutsiders });
    if (!choice.ok) throw new Problem(409, 'Conflict', `${key} cannot log in to ${clientId} in that organisation.`);
    return { application, person, organisation: choice.corpId };
  }

  private find(clientId: string, key: string): { application: Application; person: Person } {
    return { application: applicationNamed(this.applications, clientId), person: personNamed(this.directory, key) };
  }
}
