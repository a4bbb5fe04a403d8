import { Conversation } from './conversation.js';

/** Older ones are forgotten, and with them the questions nobody answered. */
const KEPT = 200;

/** Conversations with assistants of one kind since the process started, newest last. They are not in the journal. */
export class Conversations {
  private readonly kept = new Map<string, Conversation>();
  private begun = 0;

  open(parties: Conversation['parties']): Conversation {
    this.begun += 1;
    const conversation = new Conversation(String(this.begun), parties);
    this.kept.set(conversation.id, conversation);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return conversation;
  }

  all(): Conversation[] {
    return [...this.kept.values()];
  }

  find(id: string): Conversation | undefined {
    return this.kept.get(id);
  }

  clear(): void {
    this.kept.clear();
  }
}
