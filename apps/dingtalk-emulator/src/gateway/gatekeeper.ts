import type { AppToken, AppTokens } from '../tokens/app-tokens.js';
import type { Consents } from '../tokens/consents.js';
import type { UserAccessToken, UserTokens } from '../tokens/user-tokens.js';
import type { Application, Applications } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import type { Directory, Person } from '../world/directory.js';
import { pointOf } from '../world/points.table.js';
import { type ApiError, apiErrors } from './api-error.js';

/** Whom a user token speaks for. */
export interface UserBearer {
  readonly kind: 'user';
  readonly application: Application;
  readonly person: Person;
  readonly corpId?: string;
}

export interface AppBearer {
  readonly kind: 'app';
  readonly application: Application;
  readonly corpId?: string;
}

/** Decides whether a token may make a call: its kind, its life, the application's points and the person's consent. */
export class Gatekeeper {
  constructor(
    private readonly userTokens: UserTokens,
    private readonly appTokens: AppTokens,
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly consents: Consents,
    private readonly clock: Clock,
  ) {}

  /** For calls made in a person's name only; an application's own token is refused with `wrongKind`. */
  admitUser(token: string | undefined, point: string, wrongKind: () => ApiError = () => apiErrors.denied(point)) {
    const bearer = this.identify(token);
    if (bearer.kind === 'app') throw wrongKind();
    this.requirePoint(bearer, point);
    return bearer;
  }

  /** For calls an application makes in its own name only. */
  admitApplication(token: string | undefined, point: string): AppBearer {
    const bearer = this.identify(token);
    if (bearer.kind === 'user') throw apiErrors.denied(point);
    this.requirePoint(bearer, point);
    return bearer;
  }

  /** For calls a person's and an application's token may both make. */
  admit(token: string | undefined, point: string): UserBearer | AppBearer {
    const bearer = this.identify(token);
    this.requirePoint(bearer, point);
    return bearer;
  }

  /** Whether the person behind the token also allowed a field. A missing field point is no error, the field is absent. */
  showsField({ application, person }: UserBearer, point: string): boolean {
    return this.consents.allows(application, person.key, point);
  }

  private requirePoint(bearer: UserBearer | AppBearer, point: string): void {
    const allowed =
      bearer.kind === 'user'
        ? this.consents.allows(bearer.application, bearer.person.key, point, pointOf(point).type === 'base')
        : bearer.application.appPoints.includes(point);
    if (!allowed) throw apiErrors.denied(point);
  }

  private identify(token = ''): UserBearer | AppBearer {
    const held = this.userTokens.find(token);
    const { application, corpId } = this.alive(held ?? this.appTokens.find(token));
    if (!held) return { kind: 'app', application, corpId };
    const person = this.directory.person(held.person);
    if (!person) throw apiErrors.invalidAuthentication();
    return { kind: 'user', application, person, corpId };
  }

  private alive(held: UserAccessToken | AppToken | undefined): { application: Application; corpId?: string } {
    const application = held && this.applications.find(held.clientId);
    if (!held || !application || held.expiresAt <= this.clock.now()) throw apiErrors.invalidAuthentication();
    return { application, corpId: held.corpId };
  }
}
