import type { Identities } from '../world/identities.js';
import { apiErrors } from './api-error.js';
import type { Gatekeeper, UserBearer } from './gatekeeper.js';

/** `GET /v1.0/contact/users/{me|unionId}`: who authorised. Fields without their point are left out. */
export class Profiles {
  constructor(
    private readonly gatekeeper: Gatekeeper,
    private readonly identities: Identities,
  ) {}

  /** @param origin where avatars are served, without a trailing slash */
  read(token: string | undefined, who: string, origin: string) {
    const bearer = this.gatekeeper.admitUser(token, 'Contact.User.Read');
    const { application, person } = bearer;
    const unionId = this.identities.unionId(application, person);
    if (who !== 'me' && who !== unionId) throw apiErrors.userNotFound();
    return {
      nick: person.name,
      avatarUrl: person.avatar ? `${origin}/emulator/avatars/${person.key}.svg` : undefined,
      ...this.mobile(bearer),
      openId: this.identities.openId(application, person),
      unionId,
      email: this.gatekeeper.showsField(bearer, 'fieldEmail') ? person.email : undefined,
      visitor: false,
    };
  }

  private mobile(bearer: UserBearer): { mobile?: string; stateCode?: string } {
    const { mobile, stateCode } = bearer.person;
    if (mobile === undefined || !this.gatekeeper.showsField(bearer, 'Contact.User.mobile')) return {};
    return { mobile: bearer.application.kind === 'isv' ? masked(mobile) : mobile, stateCode };
  }
}

/** `15512343240` as a third-party application sees it: `155****3240`. */
const masked = (mobile: string): string => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
