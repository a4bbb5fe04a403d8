import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

const linesOf = (rows: readonly (readonly (string | null)[])[]) => csvOf(['a', 'b'], rows).split('\r\n');

describe(csvOf.name, () => {
  it('begins with a byte order mark and its header, and ends every line with CRLF', () => {
    expect(csvOf(['调用方', 'scope'], [['hr-bot', 'Contact.User.Read']])).toBe(
      '\uFEFF调用方,scope\r\nhr-bot,Contact.User.Read\r\n',
    );
  });

  it('puts quotes around what would break a line apart, and doubles those inside', () => {
    expect(linesOf([['a,b', 'say "no"']])[1]).toBe('"a,b","say ""no"""');
    expect(csvOf(['a'], [['two\nlines']])).toBe('\uFEFFa\r\n"two\nlines"\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=cmd|"/C calc"!A0', '"\'=cmd|""/C calc""!A0"'],
  ])('lets no spreadsheet run %j', (value, written) => {
    expect(linesOf([[value, 'x']])[1]).toBe(`${written},x`);
  });

  it('quotes a carriage return that would end the line, and makes it text', () => {
    expect(csvOf(['a'], [['\r=1']])).toBe('\uFEFFa\r\n"\'\r=1"\r\n');
  });

  it('leaves a field empty that has no value', () => {
    expect(linesOf([[null, '']])[1]).toBe(',');
  });
});
