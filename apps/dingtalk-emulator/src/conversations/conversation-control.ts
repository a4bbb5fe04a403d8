import { z } from 'zod';
import { notFound, readBody, readFields } from '../control/problem.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { type Conversation, decisions } from './conversation.js';
import type { Conversations } from './conversations.js';

const decisionSchema = z.strictObject({ decision: z.enum(decisions) });

/** Conversations of one kind as the control API shows them, and the person's buttons. */
export class ConversationControl {
  constructor(private readonly conversations: Conversations) {}

  list() {
    return { conversations: this.conversations.all().map(shown) };
  }

  show(id: string) {
    return shown(this.find(id));
  }

  decide(id: string, body: ReceivedBody | undefined) {
    return this.decideAs(id, readBody(decisionSchema, body));
  }

  /** A button that nothing asks for does nothing. */
  async decideAs(id: string, fields: unknown) {
    const conversation = this.find(id);
    await conversation.decide(readFields(decisionSchema, fields).decision);
    return shown(conversation);
  }

  private find(id: string): Conversation {
    const conversation = this.conversations.find(id);
    if (!conversation) throw notFound(`conversation ${id}`);
    return conversation;
  }
}

export const shown = ({ id, state, parties, entries }: Conversation) => ({ id, state, ...parties, entries });
