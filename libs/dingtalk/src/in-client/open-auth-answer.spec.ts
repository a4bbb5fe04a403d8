import { describe, expect, it } from '@jest/globals';
import { readOpenAuthAnswer } from './open-auth-answer.js';

describe(readOpenAuthAnswer.name, () => {
  it.each([
    [
      { status: 'ok', authCode: 'c1' },
      { kind: 'code', code: 'c1' },
    ],
    [{ status: 'ok' }, { kind: 'unanswered', obstacle: 'organisation' }],
    [{ status: 'cancel' }, { kind: 'refused', error: 'cancel' }],
    [
      { status: 'cancel', authCode: 'c1' },
      { kind: 'refused', error: 'cancel' },
    ],
    [{ status: 'failed' }, { kind: 'unanswered', obstacle: 'failed' }],
    [
      { status: 'failed', errorCode: '500104' },
      { kind: 'unanswered', obstacle: 'failed', errorCode: '500104' },
    ],
    [
      { status: 'failed', errorCode: '<script>' },
      { kind: 'unanswered', obstacle: 'failed' },
    ],
    [{ status: 'toAdmin' }, { kind: 'unanswered', obstacle: 'to_admin' }],
    [{ status: 'too_old' }, { kind: 'unanswered', obstacle: 'too_old' }],
    [{ status: 'elsewhere' }, { kind: 'unanswered', obstacle: 'elsewhere' }],
    [{ status: 'constructor' }, { kind: 'unanswered', obstacle: 'failed' }],
    [
      { status: 'never heard of', authCode: 'c1' },
      { kind: 'unanswered', obstacle: 'failed' },
    ],
  ])('reads %j', (form, answer) => {
    expect(readOpenAuthAnswer({ state: 's1', ...form })).toEqual({ state: 's1', ...answer });
  });

  it.each([[undefined], [{}], [{ authCode: 'c1', state: 's1' }], [{ status: ['ok', 'cancel'], state: 's1' }]])(
    'takes %j for nothing',
    (form) => expect(readOpenAuthAnswer(form)).toEqual({ kind: 'incomplete' }),
  );

  it('takes a code or a state that is given twice for none', () => {
    expect(readOpenAuthAnswer({ status: 'ok', authCode: ['a', 'b'], state: ['a', 'b'] })).toEqual({
      kind: 'unanswered',
      obstacle: 'organisation',
    });
  });
});
