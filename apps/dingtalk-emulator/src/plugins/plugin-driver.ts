import { Problem } from '../control/problem.js';
import type { Conversation, Decision } from '../conversations/conversation.js';
import { Conversations } from '../conversations/conversations.js';
import { chooseOrganisation } from '../login/organisations.js';
import type { Callbacks } from '../stream/callbacks.js';
import type { Consents } from '../tokens/consents.js';
import { type Application, PLUGIN_REDIRECT_URI } from '../world/applications.js';
import type { Person } from '../world/directory.js';
import type { Settings } from '../world/settings.js';
import { type ConsentCode, type PluginAnswer, readPluginAnswer } from './plugin-answer.js';
import { callbackOf, type Generation } from './plugin-call.js';
import type { PluginTokens } from './plugin-tokens.js';

export interface PluginWish {
  readonly application: Application;
  readonly person: Person;
  readonly corpId?: string | undefined;
  readonly generation: Generation;
  readonly pluginId: string;
  readonly pluginVersion: string;
  readonly abilityKey: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The plugin's option "needs token". */
  readonly needsToken: boolean;
  readonly message: string;
  readonly auto?: Decision | undefined;
}

/** The platform that runs AI plugins: calls an ability over Stream, and shows the consent card when the ability says that it lacks a consent. */
export class PluginDriver {
  readonly conversations = new Conversations();

  constructor(
    private readonly callbacks: Callbacks,
    private readonly tokens: PluginTokens,
    private readonly consents: Consents,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem 409 where the person cannot use the application */
  async start(wish: PluginWish): Promise<Conversation> {
    const { application, person, abilityKey, message, auto } = wish;
    const { clientId } = application;
    const acceptOutsiders = this.settings.values.internalAppsAcceptOutsiders;
    const choice = chooseOrganisation(application, person, { corpId: wish.corpId, acceptOutsiders });
    if (!choice.ok) throw new Problem(409, 'Conflict', `${person.key} cannot use ${clientId} in that organisation.`);
    const title = `${abilityKey} · ${wish.generation === 1 ? 'plugins/callback' : 'graph/api/invoke'}`;
    const conversation = this.conversations.open({ clientId, person: person.key, title, ...(auto && { auto }) });
    conversation.say({ kind: 'person', text: message });
    await conversation.begin(() => this.converse(conversation, wish, choice.corpId));
    return conversation;
  }

  /** Runs the ability again after a consent, once for each of the two codes, so that an ability that is never content ends. */
  private async converse(conversation: Conversation, wish: PluginWish, corpId: string | undefined): Promise<void> {
    const asked = new Set<ConsentCode>();
    for (;;) {
      const answer = await this.run(conversation, wish, corpId);
      if (answer.kind === 'result') {
        conversation.say({ kind: 'answer', text: answer.text });
        return;
      }
      conversation.say({ kind: 'problem', code: answer.code, text: answer.text });
      if (answer.kind === 'failure' || asked.has(answer.code)) return;
      asked.add(answer.code);
      if (!(await this.consented(conversation, wish, corpId))) return;
    }
  }

  private async run(
    conversation: Conversation,
    { application, person, needsToken, data, ...call }: PluginWish,
    corpId: string | undefined,
  ): Promise<PluginAnswer> {
    const { clientId } = application;
    const accessToken = needsToken ? this.tokens.find(clientId, person.key, corpId) : undefined;
    const { topic, payload } = callbackOf({ ...call, data: { ...data, ...(accessToken && { accessToken }) } });
    conversation.say({ kind: 'call', to: topic, headers: {}, body: JSON.stringify(payload) });
    const patienceMs = this.settings.values.pluginAnswerSeconds * 1000;
    return readPluginAnswer(await this.callbacks.sendCallback(clientId, topic, payload, { patienceMs }));
  }

  /** The platform asks over DingTalk's pages, which means for everything the application applied for. */
  private async consented(
    conversation: Conversation,
    { application, person }: PluginWish,
    corpId: string | undefined,
  ): Promise<boolean> {
    if (!application.redirectUris.includes(PLUGIN_REDIRECT_URI)) {
      const text = `${PLUGIN_REDIRECT_URI} is not registered`;
      conversation.say({ kind: 'problem', code: 'redirect_uri', text });
      return false;
    }
    const points = application.delegatedPoints;
    if ((await conversation.ask({ kind: 'consent', points })) === 'refuse') return false;
    this.consents.give(application, person);
    this.tokens.renew(application.clientId, person.key, corpId);
    return true;
  }
}
