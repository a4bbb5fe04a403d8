import { seeded } from './emulator.js';
import type { World } from './world.js';

const pluginTopics = { first: '/v1.0/agi/plugins/callback', graph: '/v1.0/graph/api/invoke' } as const;

/** What DingTalk got for an answer to a call. */
interface CallbackAnswer {
  readonly outcome: 'answered' | 'unanswered';
  readonly code?: number;
  readonly response?: Record<string, unknown>;
  readonly connection?: string;
  readonly answers?: number;
  readonly sent: number;
}

/** An AI plugin of the demo application, as DingTalk runs it. */
export class Plugin {
  private calls = 0;

  constructor(private readonly world: World) {}

  /** A token as DingTalk hands it to a plugin once the person has consented, and renews by itself. */
  async tokenOf(person: string, scopes: readonly string[] = seeded.scopes): Promise<string> {
    const { grants } = await this.world.emulator.control<{ grants: { accessToken: string }[] }>('POST', '/grants', {
      clientId: seeded.clientId,
      people: [person],
      scope: ['openid', 'corpid', ...scopes].join(' '),
    });
    return grants[0]?.accessToken ?? '';
  }

  /** A call as both generations have it; what came back in the form of its generation is taken out of it. */
  async call(abilityKey: string, data: object, more: object = {}, generation: 1 | 2 = 1): Promise<CallbackAnswer> {
    this.calls += 1;
    const requestId = `request-${this.calls}`;
    const about = { pluginId: 'AI-test', pluginVersion: '1.0.0' };
    const sent =
      generation === 1
        ? { abilityKey, requestId, ...about, data }
        : {
            requestLine: { method: 'POST', uri: '/' },
            headers: {
              'x-ability-key': abilityKey,
              'x-request-id': requestId,
              'x-plugin-id': about.pluginId,
              'x-plugin-version': about.pluginVersion,
            },
            body: JSON.stringify(data),
          };
    return this.world.emulator.control('POST', '/callbacks', {
      clientId: seeded.clientId,
      topic: generation === 1 ? pluginTopics.first : pluginTopics.graph,
      data: sent,
      ...more,
    });
  }
}
