import { opaque } from '../tokens/opaque.js';
import type { SkillInput } from './skill-file.js';

/** Who talks, and about what. */
export interface Talk {
  readonly userId: string | undefined;
  readonly unionId: string;
  readonly corpId: string | undefined;
  /** What the person typed. */
  readonly raw: string;
  /** Absent when the person refused, or was not asked. */
  readonly authCode: string | undefined;
}

/** What `x-dingtalk-context` can name, for one run. Job numbers are nobody's here, and a conversation has no other handles than made-up ones. */
export function contextOf({ userId, unionId, corpId, raw, authCode }: Talk) {
  const conversation = opaque();
  const values: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
    currentUser: { userId, unionId, oauthAuthCode: authCode },
    currentOrg: { corpId },
    currentInput: { raw, attribute: JSON.stringify({ msgType: 'text' }) },
    currentConversation: {
      openConversationId: `cid${conversation}`,
      threadId: `thread_${conversation}`,
      runId: `run_${opaque()}`,
      conversationToken: opaque(),
    },
  };
  return ({ property, format }: NonNullable<SkillInput['context']>): string | undefined => values[property]?.[format];
}

export const wantsAuthCode = ({ context }: SkillInput): boolean =>
  context?.property === 'currentUser' && context.format === 'oauthAuthCode';
