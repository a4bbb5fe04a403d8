import type { AppTokens } from '../tokens/app-tokens.js';
import type { Codes } from '../tokens/codes.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import type { Application, Applications } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import { type Directory, membershipIn } from '../world/directory.js';
import type { Identities } from '../world/identities.js';
import { legacyErrors } from './legacy-error.js';

/** Who is a member of the organisation an application token acts in. */
export class Members {
  constructor(
    private readonly appTokens: AppTokens,
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly identities: Identities,
    private readonly codes: Codes,
    private readonly clock: Clock,
  ) {}

  /** `/topapi/user/getbyunionid`: the `userId` of a person; 60121 tells that the person is not a member. */
  byUnionId(token: string | undefined, body: ReceivedBody | undefined) {
    const { application, corpId } = this.admit(token);
    const { unionid } = anyFields(body);
    if (typeof unionid !== 'string' || unionid === '') throw legacyErrors.badParameter();
    const person = this.identities.personByUnionId(application, unionid);
    const membership = person && membershipIn(person, corpId);
    if (!membership) throw legacyErrors.userNotFound();
    return { contact_type: membership.contactType, userid: membership.userId };
  }

  /** `/topapi/v2/user/getuserinfo`: who opened the application inside the DingTalk client. */
  byInClientCode(token: string | undefined, body: ReceivedBody | undefined) {
    const { application, corpId } = this.admit(token, 'qyapi_base');
    const { code } = anyFields(body);
    if (typeof code !== 'string' || code === '') throw legacyErrors.badParameter();
    const redemption = this.codes.redeem(code, application.clientId, 'in_client');
    if (!redemption.ok) throw legacyErrors.codeNotFound();
    const person = this.directory.person(redemption.code.person);
    const membership = person && membershipIn(person, corpId);
    if (!membership) throw legacyErrors.userNotFound();
    const unionid = this.identities.unionId(application, person);
    return {
      userid: membership.userId,
      unionid,
      associated_unionid: unionid,
      device_id: 'emulator',
      sys: membership.admin,
      sys_level: membership.admin ? 1 : 0,
      name: person.name,
    };
  }

  /** `/topapi/v2/user/get` */
  byUserId(token: string | undefined, body: ReceivedBody | undefined) {
    const { application, corpId } = this.admit(token);
    const { userid } = anyFields(body);
    if (typeof userid !== 'string' || userid === '') throw legacyErrors.badParameter();
    const person = corpId === undefined ? undefined : this.directory.memberByUserId(corpId, userid);
    const membership = person && membershipIn(person, corpId);
    if (!membership) throw legacyErrors.userNotFound();
    return {
      userid,
      unionid: this.identities.unionId(application, person),
      name: person.name,
      org_email: person.email,
      active: true,
      admin: membership.admin,
      title: membership.title,
      dept_id_list: membership.departments,
    };
  }

  private admit(token: string | undefined, point = 'qyapi_get_member'): { application: Application; corpId?: string } {
    const held = this.appTokens.find(token ?? '');
    const application = held && this.applications.find(held.clientId);
    if (!held || !application) throw legacyErrors.wrongToken();
    if (held.expiresAt <= this.clock.now()) throw legacyErrors.tokenExpired();
    if (!application.appPoints.includes(point)) throw legacyErrors.noPermission();
    return { application, corpId: held.corpId };
  }
}
