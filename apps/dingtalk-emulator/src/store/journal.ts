import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync } from 'node:fs';

/** One changed entry: `[table, key, value]`, or `[table, key]` when the entry is gone. */
export type Change = readonly [table: string, key: string, value?: unknown];

/** Tells our files from any other, so that a mistyped path never overwrites somebody's data. */
const HEADER = JSON.stringify({ journal: 'dingtalk-emulator', version: 1 });

/** The journal cannot be read as one of ours; nothing was written to it. */
class JournalError extends Error {
  override readonly name = 'JournalError';
}

/**
 * State changes as JSON lines, one line per change set. A line is handed to the operating system before the answer that
 * depends on it leaves, so killing the process loses nothing; a line cut short belongs to an answer that never left.
 */
export class Journal {
  private file: number | undefined;

  constructor(private readonly path: string) {}

  /** @throws {JournalError} for a file that is not ours, or a damaged line before the last */
  read(): Change[] {
    if (!existsSync(this.path)) return [];
    const text = readFileSync(this.path, 'utf8');
    if (text === '') return [];
    const [header, ...lines] = text.split('\n');
    if (header !== HEADER) throw new JournalError(`${this.path} is not a journal of this emulator`);
    // What follows the last line feed is either nothing or a line that was never finished.
    return lines.slice(0, -1).flatMap((line, index) => parseLine(line, `${this.path}:${index + 2}`));
  }

  append(changes: readonly Change[]): void {
    if (this.file === undefined) this.file = openSync(this.path, 'a', 0o600);
    appendFileSync(this.file, `${JSON.stringify(changes)}\n`);
  }

  /** Replaces the whole file by the given entries: both files exist until the new one is complete on disk. */
  rewrite(entries: Iterable<Change>): void {
    const draft = `${this.path}.new`;
    const file = openSync(draft, 'w', 0o600);
    appendFileSync(file, `${HEADER}\n`);
    for (const entry of entries) appendFileSync(file, `${JSON.stringify([entry])}\n`);
    fsyncSync(file);
    closeSync(file);
    this.close();
    renameSync(draft, this.path);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}

function parseLine(line: string, where: string): Change[] {
  try {
    return JSON.parse(line) as Change[];
  } catch {
    throw new JournalError(`${where} is damaged; mend the line or delete the file to start afresh`);
  }
}
