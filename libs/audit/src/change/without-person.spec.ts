import { describe, expect, it } from '@jest/globals';
import { withoutPerson } from './without-person.js';

const person = {
  unionId: 'uZhangSan',
  users: [{ corpId: 'dinghangzhou', userId: 'zhangsan' }],
  grantIds: [],
  pseudonym: 'erased-x',
};

describe(withoutPerson.name, () => {
  it('takes out ids wherever they stand, and nothing that only looks like one', () => {
    const details = {
      unionId: 'uZhangSan',
      filter: { userIds: ['zhangsan', 'lisi'] },
      rate: 'userId zhangsan of uZhangSan',
      channel: 'zhangsan',
      count: 3,
      none: null,
    };
    expect(withoutPerson(details, person, false)).toEqual({
      unionId: 'erased-x',
      filter: { userIds: ['erased-x', 'lisi'] },
      rate: 'userId zhangsan of erased-x',
      channel: 'zhangsan',
      count: 3,
      none: null,
    });
  });

  it('takes free text out of records about the person, and leaves what others wrote of others', () => {
    const details = { reason: 'Zhang San left', cause: 'operator' };
    expect(withoutPerson(details, person, true)).toEqual({ reason: 'erased', cause: 'operator' });
    expect(withoutPerson(details, person, false)).toEqual(details);
  });
});
