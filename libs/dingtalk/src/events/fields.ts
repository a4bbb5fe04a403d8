/** Longest id, name or ticket taken; DingTalk’s own are far shorter. */
const TEXT_LENGTH_MAX = 1000;
/** More people in one event than DingTalk has been seen to name. */
const TEXTS_MAX = 10_000;
/** Below it a number of DingTalk is in seconds, above in milliseconds: 1973 in one, 5138 in the other. */
const SECONDS_MAX = 100_000_000_000;
/** The latest time JavaScript and PostgreSQL agree on. */
const MILLISECONDS_MAX = 8_640_000_000_000_000;

/**
 * Members of one JSON object, read leniently: DingTalk writes the same name as `CorpId`, `corpId`, `corpid` and `corp_id`, numbers as
 * text, one thing where another page has a list, and objects as JSON in a string.
 */
export class Fields {
  private constructor(private readonly members: ReadonlyMap<string, unknown>) {}

  static of(value: unknown): Fields {
    const object = typeof value === 'string' ? parsed(value) : value;
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return new Fields(new Map());
    return new Fields(new Map(Object.entries(object).map(([name, member]) => [plain(name), member])));
  }

  has(name: string): boolean {
    return this.members.has(plain(name));
  }

  /** The first of the names that has a text or a number. */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const text = textOf(this.members.get(plain(name)));
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** Each text once, of a list or of a single value. */
  texts(name: string): string[] {
    const value = this.members.get(plain(name));
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return [...new Set(list.slice(0, TEXTS_MAX).flatMap((each) => textOf(each) ?? []))];
  }

  /** Seconds or milliseconds since 1970, as a number or as text. */
  time(...names: readonly string[]): Date | undefined {
    for (const name of names) {
      const number = Number(this.text(name) ?? Number.NaN);
      const milliseconds = number < SECONDS_MAX ? number * 1000 : number;
      if (number > 0 && milliseconds <= MILLISECONDS_MAX) return new Date(milliseconds);
    }
    return undefined;
  }

  object(name: string): Fields {
    return Fields.of(this.members.get(plain(name)));
  }

  list(name: string): unknown[] {
    const value = this.members.get(plain(name));
    const list = typeof value === 'string' ? parsed(value) : value;
    return Array.isArray(list) ? list : [];
  }
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** Text that PostgreSQL can store; anything else counts as absent. */
function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string' || text === '' || text.length > TEXT_LENGTH_MAX) return undefined;
  return text.includes('\u0000') || !text.isWellFormed() ? undefined : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
