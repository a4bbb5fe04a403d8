import { createHash } from 'node:crypto';
import type { AppTokens } from '../tokens/app-tokens.js';
import { agentIdOf, unifiedAppIdOf } from '../world/application-ids.js';
import type { Application } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import { type Directory, type Membership, membershipIn, type Person } from '../world/directory.js';
import type { Identities } from '../world/identities.js';

export type Payload = Readonly<Record<string, unknown>>;

/** Somebody as a member of the organisation an event is about. */
export interface Member {
  readonly person: Person;
  readonly membership: Membership;
}

/** What each event says, in the field names of its page. An ISV and an internal application are told differently. */
export class Payloads {
  constructor(
    private readonly directory: Directory,
    private readonly identities: Identities,
    private readonly appTokens: AppTokens,
    private readonly clock: Clock,
  ) {}

  /** An internal application hears of all at once and of `userId` only; an ISV of one at a time. */
  left(application: Application, members: readonly Member[]): Payload[] {
    if (application.kind === 'internal')
      return [{ timeStamp: String(this.clock.now()), userId: members.map(userIdOf) }];
    return members.map(({ person, membership }) => {
      const unionid = this.identities.unionId(application, person);
      return { unionid, dingId: dingIdOf(unionid), userId: membership.userId };
    });
  }

  activated(member: Member): Payload {
    return { userId: [userIdOf(member)] };
  }

  modified(application: Application, { person, membership }: Member, before: Membership): Payload {
    const { userId, departments, title, admin } = membership;
    if (application.kind === 'internal') {
      const diffInfo = { prev: shown(before), curr: shown(membership), userid: userId };
      return { timeStamp: String(this.clock.now()), diffInfo, userId: [userId] };
    }
    return {
      userid: userId,
      unionid: this.identities.unionId(application, person),
      name: person.name,
      active: true,
      isAdmin: admin,
      isBoss: false,
      isHide: false,
      department: departments,
      position: title ?? '',
    };
  }

  installed({ clientId, name }: Application, corpId: string): Payload {
    const admin = this.administrator(corpId);
    return {
      authCorpInfo: { corpid: corpId, corp_name: this.directory.organisation(corpId)?.name ?? corpId },
      permanentCode: createHash('sha256').update(`permanent\n${clientId}\n${corpId}`).digest('hex').slice(0, 32),
      authUserInfo: { userId: admin && membershipIn(admin, corpId)?.userId },
      authInfo: { agent: [{ agentid: agentIdOf(clientId, corpId), agent_name: name, appid: agentIdOf(clientId, '') }] },
    };
  }

  ticket(application: Application): Payload {
    return { suiteTicket: this.appTokens.suiteTicket(application) };
  }

  microApp({ clientId }: Application, corpId: string): Payload {
    return { agentId: agentIdOf(clientId, corpId) };
  }

  innerApp(application: Application, corpId: string, status: 'enable' | 'disable', eventId: string): Payload {
    const operator = this.administrator(corpId);
    return {
      eventId,
      operatorUnionId: operator && this.identities.unionId(application, operator),
      unifiedAppId: unifiedAppIdOf(application.clientId),
      status,
    };
  }

  /** What an event of a type could say at this moment; empty for a type that says nothing or is not known. */
  sample(
    type: string,
    application: Application,
    { corpId = '', eventId, person }: { corpId?: string; eventId: string; person?: Person },
  ): Payload {
    const about = person ?? this.directory.members(corpId)[0];
    const membership = about && membershipIn(about, corpId);
    const member = membership && { person: about, membership };
    if (type === 'user_leave_org') return (member && this.left(application, [member])[0]) ?? {};
    if (type === 'user_modify_org') return member ? this.modified(application, member, member.membership) : {};
    if (type === 'user_active_org') return member ? this.activated(member) : {};
    if (type === 'org_suite_auth' || type === 'org_suite_change') return this.installed(application, corpId);
    if (type === 'suite_ticket') return this.ticket(application);
    if (type === 'inner_app_status_change') return this.innerApp(application, corpId, 'disable', eventId);
    return type.startsWith('org_micro_app_') ? this.microApp(application, corpId) : {};
  }

  private administrator(corpId: string): Person | undefined {
    const members = this.directory.members(corpId);
    return members.find((person) => membershipIn(person, corpId)?.admin) ?? members[0];
  }
}

const userIdOf = ({ membership }: Member): string => membership.userId;
const shown = ({ departments, title, admin }: Membership) => ({ department: departments, title: title ?? '', admin });
/** An id of DingTalk's own that means nothing to anybody else. */
const dingIdOf = (unionid: string): string => `$:LWCP_v1:$${Buffer.from(unionid).toString('base64').slice(0, 24)}`;
