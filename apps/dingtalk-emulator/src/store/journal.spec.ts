import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Journal } from './journal.js';
import { Store } from './store.js';

describe('the journal of the state', () => {
  let folder: string;
  let path: string;
  const open = () => new Store(new Journal(path));
  const opened = () => {
    const store = open();
    store.compact();
    return store;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    path = join(folder, 'state.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was set and not what was deleted, without ever being closed', () => {
    const table = opened().table<number>('numbers');
    table.set('one', 1);
    table.set('two', 2);
    table.set('two', 22);
    table.delete('one');
    expect(open().table<number>('numbers').values()).toEqual([22]);
  });

  it('drops a last line that was cut short by a kill, and goes on after it', () => {
    opened().table<number>('numbers').set('one', 1);
    appendFileSync(path, '[["numbers","two",2],["numb');
    const store = opened();
    expect(store.table('numbers').get('two')).toBeUndefined();
    store.table<number>('numbers').set('three', 3);
    expect(open().table<number>('numbers').values()).toEqual([1, 3]);
  });

  it('keeps changes made together or loses them together', () => {
    const store = opened();
    store.together(() => {
      store.table<number>('left').set('a', 1);
      store.table<number>('right').set('a', 2);
    });
    const whole = readFileSync(path, 'utf8');
    for (let cut = whole.indexOf('\n') + 1; cut < whole.length; cut += 1) {
      writeFileSync(path, whole.slice(0, cut));
      expect(open().isEmpty).toBe(true);
    }
    writeFileSync(path, whole);
    expect([open().table('left').size, open().table('right').size]).toEqual([1, 1]);
  });

  it('does not grow with the history over a restart', () => {
    const table = opened().table<number>('numbers');
    for (let turn = 0; turn < 50; turn += 1) table.set('one', turn);
    opened();
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });

  it('refuses a file that is not its own, and leaves it as it was', () => {
    writeFileSync(path, 'somebody else wrote this');
    expect(open).toThrow(/is not a journal of this emulator/);
    expect(readFileSync(path, 'utf8')).toBe('somebody else wrote this');
  });

  it('refuses to guess when a line in the middle is damaged, naming the line', () => {
    opened().table<number>('numbers').set('one', 1);
    appendFileSync(path, 'nonsense\n[["numbers","two",2]]\n');
    expect(open).toThrow(/state\.jsonl:3 is damaged/);
  });
});
