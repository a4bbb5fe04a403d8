import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { endLeftover } from './children.mjs';
import { CommandFailure } from './failure.mjs';
import { commandOf } from './processes.mjs';

const NOTICE_MILLISECONDS = 5_000;

/**
 * `.data/running.json`: who runs from this folder, and which processes belong to it. A second start finds the first
 * one; a start after a kill finds what it left behind.
 */
export class RunRecord {
  #content = { pid: process.pid, children: [] };

  constructor(file) {
    this.file = file;
  }

  /** Refuses beside a running start. After a killed one, waits until its parts have noticed, then ends them. */
  async take() {
    const earlier = this.#read();
    if (earlier && commandOf(earlier.pid).includes('start.mjs')) {
      throw new CommandFailure(
        `Already running from this folder (process ${earlier.pid}${earlier.url ? `, ${earlier.url}` : ''}). ` +
          `Stop it with Ctrl-C there, or: kill ${earlier.pid}`,
      );
    }
    for (const { pid, file } of earlier?.children ?? []) {
      if (commandOf(pid).includes(file)) await endLeftover(pid, NOTICE_MILLISECONDS);
    }
    this.#write();
  }

  addChild(pid, file) {
    this.#content.children.push({ pid, file });
    this.#write();
  }

  setUrl(url) {
    this.#content.url = url;
    this.#write();
  }

  release() {
    if (this.#read()?.pid === process.pid) rmSync(this.file, { force: true });
  }

  #read() {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8'));
    } catch {
      return undefined;
    }
  }

  #write() {
    writeFileSync(this.file, JSON.stringify(this.#content), { mode: 0o600 });
  }
}
