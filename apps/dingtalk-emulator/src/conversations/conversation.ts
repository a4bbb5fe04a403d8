export const decisions = ['agree', 'refuse'] as const;
export type Decision = (typeof decisions)[number];

/** The one button people press: `consent` lists points, `confirm` shows what a call would be made with. */
export type Question =
  | { readonly kind: 'consent'; readonly points: readonly string[] }
  | { readonly kind: 'confirm'; readonly text: string };

/** What was said or sent. `call` is exactly what went out, codes and tokens included: none of them opens anything real. */
export type Entry =
  | { readonly kind: 'person'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly to: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'answer'; readonly status?: number; readonly text: string }
  | { readonly kind: 'problem'; readonly code: string; readonly text: string }
  | (Question & { readonly decision?: Decision });

interface Parties {
  readonly clientId: string;
  /** Key of the person. */
  readonly person: string;
  /** What is driven, for a list of conversations. */
  readonly title: string;
  /** Answers every question at once. */
  readonly auto?: Decision;
}

/** A person talks to an assistant. It rests when the person has to press a button, and when the story is over. */
export class Conversation {
  private readonly said: Entry[] = [];
  private continued: ((decision: Decision) => void) | undefined;
  private rested: () => void = () => {};
  private ending: Promise<void> = Promise.resolve();
  private over = false;

  constructor(
    readonly id: string,
    readonly parties: Parties,
  ) {}

  get entries(): readonly Entry[] {
    return this.said;
  }

  get state(): 'asking' | 'running' | 'ended' {
    if (this.over) return 'ended';
    return this.continued ? 'asking' : 'running';
  }

  say(entry: Exclude<Entry, Question>): void {
    this.said.push(entry);
  }

  /** Shows a card and waits for the button. */
  async ask(question: Question): Promise<Decision> {
    const place = this.said.push(question) - 1;
    const decision = this.parties.auto ?? (await this.answer());
    this.said[place] = { ...question, decision };
    return decision;
  }

  /** Lets a story begin. Resolves when it rests for the first time or is over; rejects with what the story throws until then. */
  begin(story: () => Promise<void>): Promise<void> {
    return this.untilRest(() => {
      this.ending = story().finally(() => {
        this.over = true;
      });
      return this.ending;
    });
  }

  /** The person presses a button. Resolves and rejects as `begin` does; at once if nothing was asked. */
  decide(decision: Decision): Promise<void> {
    const { continued } = this;
    if (!continued) return Promise.resolve();
    this.continued = undefined;
    return this.untilRest(() => {
      continued(decision);
      return this.ending;
    });
  }

  private untilRest(go: () => Promise<void>): Promise<void> {
    const rest = new Promise<void>((resolve) => {
      this.rested = resolve;
    });
    return Promise.race([go(), rest]);
  }

  private answer(): Promise<Decision> {
    return new Promise((resolve) => {
      this.continued = resolve;
      this.rested();
    });
  }
}
