/** As many as the broker takes at once, of at most so many bytes each. */
export const mostLines = 50_000;
const mostBytesOfLine = 8 * 1024;
const mostCharactersOfToken = 4_000;

const optionalTexts = ['application', 'corpId', 'expectedUserId', 'expectedUnionId'] as const;
const encoder = new TextEncoder();
const members: readonly string[] = [...optionalTexts, 'refreshToken'];

/** What is wrong with a line; what stands in it is never told, since that may be a token. */
type LineFault =
  | 'tooLong'
  | 'notJson'
  | 'unknownMember'
  | 'notText'
  | 'noToken'
  | 'noApplication'
  | 'unknownApplication'
  | 'repeated';

interface FaultyLine {
  /** The first is 1. */
  line: number;
  fault: LineFault;
}

export interface CheckedLines {
  /** Those that are not empty. */
  count: number;
  /** How many are of each application, in the order in which they are met. */
  byApplication: ReadonlyMap<string, number>;
  /** How many say whose the token should be. */
  expecting: number;
  faulty: readonly FaultyLine[];
  /** What is sent: every line in its place, with the application chosen where it names none. */
  body: string;
}

type Line = Readonly<Record<string, unknown>>;

/** Reads a file as the broker will. @param chosen the application of lines that name none */
export function checkLines(text: string, chosen: string | undefined, registered: readonly string[]): CheckedLines {
  const byApplication = new Map<string, number>();
  const tokens = new Set<string>();
  const faulty: FaultyLine[] = [];
  let count = 0;
  let expecting = 0;
  const lines = text.split('\n').map((written, index) => {
    if (written.trim() === '') return '';
    count += 1;
    const read = readLine(written, (line) => faultOf(line, chosen, registered, tokens));
    if (typeof read === 'string') {
      faulty.push({ line: index + 1, fault: read });
      return written;
    }
    tokens.add(String(read.refreshToken));
    const application = String(read.application ?? chosen);
    byApplication.set(application, (byApplication.get(application) ?? 0) + 1);
    if (read.expectedUserId !== undefined || read.expectedUnionId !== undefined) expecting += 1;
    return read.application === undefined ? JSON.stringify({ ...read, application }) : written;
  });
  return { count, byApplication, expecting, faulty, body: lines.join('\n') };
}

function readLine(written: string, faultIn: (line: Line) => LineFault | undefined): Line | LineFault {
  if (encoder.encode(written).length > mostBytesOfLine) return 'tooLong';
  try {
    const read: unknown = JSON.parse(written);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return 'notJson';
    return faultIn(read as Line) ?? (read as Line);
  } catch {
    return 'notJson';
  }
}

function faultOf(
  read: Line,
  chosen: string | undefined,
  registered: readonly string[],
  tokens: ReadonlySet<string>,
): LineFault | undefined {
  const { refreshToken } = read;
  const application = read.application ?? chosen;
  if (Object.keys(read).some((name) => !members.includes(name))) return 'unknownMember';
  if (optionalTexts.some((name) => read[name] !== undefined && typeof read[name] !== 'string')) return 'notText';
  if (typeof refreshToken !== 'string' || refreshToken === '' || refreshToken.length > mostCharactersOfToken)
    return 'noToken';
  if (application === undefined) return 'noApplication';
  if (!registered.includes(String(application))) return 'unknownApplication';
  return tokens.has(refreshToken) ? 'repeated' : undefined;
}
