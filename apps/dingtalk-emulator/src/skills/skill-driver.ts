import { Problem } from '../control/problem.js';
import type { Conversation, Decision } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { chooseOrganisation } from '../login/organisations.js';
import type { Codes } from '../tokens/codes.js';
import type { Consents } from '../tokens/consents.js';
import type { Application } from '../world/applications.js';
import { membershipIn, type Person } from '../world/directory.js';
import type { Identities } from '../world/identities.js';
import type { Settings } from '../world/settings.js';
import { callSkill } from './skill-answer.js';
import { contextOf, wantsAuthCode } from './skill-context.js';
import type { SkillFile, SkillOperation } from './skill-file.js';
import { type Authentication, fillIn, missingInputs, skillRequest } from './skill-request.js';

export interface SkillWish {
  readonly application: Application;
  readonly person: Person;
  readonly corpId?: string | undefined;
  readonly skill: SkillFile;
  /** By name; else the first one of the file. */
  readonly operation?: string | undefined;
  /** In the place of the file's own. */
  readonly server?: string | undefined;
  readonly authentication: Authentication;
  /** What the person types. */
  readonly message: string;
  /** What the assistant understood of it, by name of the input. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly auto?: Decision | undefined;
}

/** An AI assistant that runs a custom skill for a person, with the person's consent. */
export class SkillDriver {
  readonly conversations = new Conversations();

  constructor(
    private readonly identities: Identities,
    private readonly consents: Consents,
    private readonly codes: Codes,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns the conversation, which asks something or is over
   * @throws Problem 400 or 409 for what an assistant could not be set up with
   */
  async start(wish: SkillWish): Promise<Conversation> {
    const { application, person, skill, message, auto } = wish;
    const operation = operationOf(skill, wish.operation);
    const server = wish.server ?? skill.server;
    if (server === undefined || !URL.canParse(server)) {
      throw new Problem(400, 'Bad request', 'server: the file names none that can be called, so say one.');
    }
    const missing = missingInputs(operation, wish.input);
    if (missing.length > 0) throw new Problem(400, 'Bad request', `input: ${missing.join(', ')} cannot be left out.`);
    // An assistant's skill may use delegated points only, and only those its application applied for.
    const foreign = skill.scopes.filter((scope) => !application.delegatedPoints.includes(scope));
    if (foreign.length > 0) {
      throw new Problem(409, 'Conflict', `${foreign.join(', ')}: no delegated point of ${application.clientId}.`);
    }
    const organisation = this.organisationOf(wish);
    const { clientId } = application;
    const title = `${skill.title} ${operation.name}`;
    const conversation = this.conversations.open({ clientId, person: person.key, title, ...(auto && { auto }) });
    conversation.say({ kind: 'person', text: message });
    await conversation.begin(() => this.run(conversation, wish, operation, server, organisation));
    return conversation;
  }

  private async run(
    conversation: Conversation,
    { application, person, skill, authentication, message: raw, input }: SkillWish,
    operation: SkillOperation,
    server: string,
    corpId: string | undefined,
  ): Promise<void> {
    if (operation.confirm) {
      const text = JSON.stringify(fillIn(operation, input, () => undefined));
      if ((await conversation.ask({ kind: 'confirm', text })) === 'refuse') return;
    }
    const allowed = await this.allowed(conversation, application, person, skill.scopes);
    // Single use, so every run gets a new one; not documented for the runs after the first.
    const authCode =
      allowed && operation.inputs.some(wantsAuthCode) ? this.codes.issue(application, person, corpId) : undefined;
    const userId = membershipIn(person, corpId)?.userId;
    const unionId = this.identities.unionId(application, person);
    const values = fillIn(operation, input, contextOf({ userId, unionId, corpId, raw, authCode }));
    const { clientId } = application;
    const request = skillRequest(operation, { server, clientId, authentication, values });
    const { method, url, headers, body } = request;
    conversation.say({ kind: 'call', to: `${method} ${url}`, headers, ...(body !== undefined && { body }) });
    const answer = await callSkill(request, this.settings.values.skillAnswerSeconds);
    if (answer.ok) conversation.say({ kind: 'answer', status: answer.status, text: answer.text });
    else conversation.say({ kind: 'problem', code: 'E000003', text: `${url.split('?', 1)[0]}: ${answer.problem}` });
  }

  /** Whether there is a code to be had. Nobody is asked by a skill without points, nor for what was allowed before. */
  private async allowed(
    conversation: Conversation,
    application: Application,
    person: Person,
    points: readonly string[],
  ): Promise<boolean> {
    if (points.length === 0) return false;
    if (points.every((point) => this.consents.allows(application, person.key, point))) return true;
    if ((await conversation.ask({ kind: 'consent', points })) === 'refuse') return false;
    this.consents.giveSome(application, person, points);
    return true;
  }

  private organisationOf({ application, person, corpId }: SkillWish): string | undefined {
    const acceptOutsiders = this.settings.values.internalAppsAcceptOutsiders;
    const choice = chooseOrganisation(application, person, { corpId, acceptOutsiders });
    if (!choice.ok) {
      throw new Problem(409, 'Conflict', `${person.key} cannot use ${application.clientId} in that organisation.`);
    }
    return choice.corpId;
  }
}

function operationOf({ operations }: SkillFile, name: string | undefined): SkillOperation {
  const operation = name === undefined ? operations[0] : operations.find((each) => each.name === name);
  if (operation) return operation;
  const names = operations.map((each) => each.name).join(', ');
  throw new Problem(400, 'Bad request', `operation: there is no ${name}, only ${names}.`);
}
