import { fieldsOf } from '../gateway/fields.js';
import type { AppBearer, Gatekeeper } from '../gateway/gatekeeper.js';
import { opaque } from '../tokens/opaque.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import type { Settings } from '../world/settings.js';
import { templates } from './message.table.js';
import { robotErrors } from './robot-errors.js';
import type { RobotMessage, RobotMessages } from './robot-messages.js';

const USERS_MAX = 20;
const MINUTE_MS = 60_000;

/** What DingTalk says about a batch; who is in neither list got the message. */
interface Sent {
  readonly processQueryKey: string;
  readonly invalidStaffIdList: readonly string[];
  readonly flowControlledStaffIdList: readonly string[];
}

/** `POST /v1.0/robot/oToMessages/batchSend`: an application's robot writes to people one to one. */
export class SendToPeople {
  constructor(
    private readonly gatekeeper: Gatekeeper,
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly settings: Settings,
    private readonly messages: RobotMessages,
  ) {}

  execute(token: string | undefined, body: ReceivedBody | undefined): Sent {
    const bearer = this.gatekeeper.admitApplication(token, 'qyapi_robot_sendmsg');
    const { robotCode, userIds, msgKey, msgParam } = fieldsOf(body);
    this.checkRobot(bearer, robotCode);
    const people = userIdsIn(userIds);
    const message = templateIn(msgKey, msgParam);
    const corpId = bearer.corpId ?? bearer.application.corpId;
    const { clientId } = bearer.application;
    const processQueryKey = opaque();
    const addressed = people.map((userId) => this.addressed(clientId, corpId, userId));
    if (this.settings.values.robotUnknownPeople === 'refused' && addressed.every(isUnknown)) {
      throw robotErrors.unknownPeople();
    }
    for (const each of addressed) this.messages.add({ processQueryKey, clientId, corpId, ...each, ...message });
    const idsOf = (state: RobotMessage['state']) =>
      addressed.filter((each) => each.state === state).map(({ userId }) => userId);
    return {
      processQueryKey,
      invalidStaffIdList: idsOf('unknown_person'),
      flowControlledStaffIdList: idsOf('flow_controlled'),
    };
  }

  private checkRobot({ application }: AppBearer, robotCode: unknown): void {
    if (typeof robotCode !== 'string' || robotCode === '') throw robotErrors.noRobotCode();
    const owner = this.applications.all().find((each) => each.robotCode === robotCode);
    if (!owner) throw robotErrors.noSuchRobot();
    if (owner.clientId !== application.clientId) throw robotErrors.otherRobot();
  }

  private addressed(
    clientId: string,
    corpId: string | undefined,
    userId: string,
  ): Pick<RobotMessage, 'userId' | 'person' | 'state'> {
    const person = corpId === undefined ? undefined : this.directory.memberByUserId(corpId, userId)?.key;
    if (person === undefined) return { userId, state: 'unknown_person' };
    const sent = this.messages.recent(clientId, person, MINUTE_MS);
    const controlled = sent >= this.settings.values.robotMessagesPerMinute;
    return { userId, person, state: controlled ? 'flow_controlled' : 'delivered' };
  }
}

const isUnknown = ({ state }: Pick<RobotMessage, 'state'>): boolean => state === 'unknown_person';

function userIdsIn(userIds: unknown): string[] {
  if (!Array.isArray(userIds) || userIds.length === 0) throw robotErrors.nobody();
  if (userIds.length > USERS_MAX) throw robotErrors.tooMany();
  if (!userIds.every((userId) => typeof userId === 'string')) throw robotErrors.wrongParam();
  return [...new Set(userIds)];
}

function templateIn(msgKey: unknown, msgParam: unknown): Pick<RobotMessage, 'msgKey' | 'msgParam'> {
  if (typeof msgKey !== 'string' || msgKey === '') throw robotErrors.noTemplate();
  const template = Object.hasOwn(templates, msgKey) ? templates[msgKey] : undefined;
  if (!template) throw robotErrors.wrongTemplate();
  const params = parsed(msgParam);
  if (!template.schema.safeParse(params).success) throw robotErrors.wrongParam();
  return { msgKey, msgParam: params };
}

/** Text that holds a JSON object: an object in its place is the commonest mistake. */
function parsed(msgParam: unknown): Record<string, unknown> {
  try {
    const value: unknown = typeof msgParam === 'string' ? JSON.parse(msgParam) : undefined;
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw robotErrors.wrongParams();
}
