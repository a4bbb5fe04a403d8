import { describe, expect, it } from '@jest/globals';
import { hiddenMembersOf, withoutMembers } from './hidden-members.js';

const operation = { fields: { 'Contact.User.mobile': ['mobile', 'stateCode'], fieldEmail: ['email'] } };

describe(hiddenMembersOf.name, () => {
  it('hides what comes with field points that are not carried', () => {
    expect([...hiddenMembersOf(operation, ['Contact.User.Read'])]).toEqual(['mobile', 'stateCode', 'email']);
    expect([...hiddenMembersOf(operation, ['Contact.User.Read', 'fieldEmail'])]).toEqual(['mobile', 'stateCode']);
    expect([...hiddenMembersOf(operation, ['Contact.User.mobile', 'fieldEmail'])]).toEqual([]);
    expect([...hiddenMembersOf({}, [])]).toEqual([]);
  });

  it('shows a member that comes with two points to whoever carries one', () => {
    const both = { fields: { a: ['shared', 'x'], b: ['shared'] } };
    expect([...hiddenMembersOf(both, ['b'])]).toEqual(['x']);
  });
});

describe(withoutMembers.name, () => {
  it('takes members out at any depth and leaves everything else as it was', () => {
    const answer = {
      nick: '张三',
      mobile: '1',
      list: [{ mobile: '2', n: 1 }, null, 'mobile'],
      deep: { stateCode: '86' },
    };
    expect(withoutMembers(answer, new Set(['mobile', 'stateCode']))).toEqual({
      nick: '张三',
      list: [{ n: 1 }, null, 'mobile'],
      deep: {},
    });
  });
});
