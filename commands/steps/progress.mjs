const NAME_WIDTH = 17;
const QUIET_MILLISECONDS = 10_000;

const MARKS = { busy: '..', ok: 'ok', failed: '!!' };
const COLORS = { busy: 2, ok: 32, failed: 31 };

/**
 * One line per step: rewritten in place on a terminal, appended elsewhere (there a long step speaks at most every ten
 * seconds, so that a log stays readable). NO_COLOR is kept.
 */
export class Progress {
  #stream;
  #interactive;
  #color;
  #open;

  constructor(stream = process.stdout, env = process.env) {
    this.#stream = stream;
    this.#interactive = Boolean(stream.isTTY) && env.TERM !== 'dumb';
    this.#color = this.#interactive && !env.NO_COLOR;
  }

  step(name) {
    const startedAt = Date.now();
    let spokeAt = 0;
    this.#open = { name, elapsed: () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s` };
    return {
      elapsed: this.#open.elapsed,
      update: (text) => {
        if (!this.#interactive && Date.now() - spokeAt < QUIET_MILLISECONDS) return;
        spokeAt = Date.now();
        this.#write('busy', name, text, this.#interactive ? '' : '\n');
      },
      done: (text = '') => {
        this.#open = undefined;
        this.#write('ok', name, text, '\n');
      },
    };
  }

  /** Marks the step that was under way, if any, as the one that failed or was interrupted. */
  giveUp(text) {
    if (!this.#open) return;
    const { name, elapsed } = this.#open;
    this.#open = undefined;
    this.#write('failed', name, `${text} after ${elapsed()}`, '\n');
  }

  say(text = '') {
    this.#stream.write(`${text}\n`);
  }

  #write(state, name, text, end) {
    const mark = this.#color ? `\x1b[${COLORS[state]}m${MARKS[state]}\x1b[0m` : MARKS[state];
    // A line wider than the terminal would wrap and could not be rewritten.
    const room = this.#interactive ? Math.max(20, (this.#stream.columns || 100) - 7) : 93;
    const line = `${name.padEnd(NAME_WIDTH)}${text}`.trimEnd().slice(0, room);
    this.#stream.write(`${this.#interactive ? '\r\x1b[2K' : ''}  ${mark}  ${line}${end}`);
  }
}
