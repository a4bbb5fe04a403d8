import { describe, expect, it } from '@jest/globals';
import { withoutMention, withoutPerson } from './without-person.js';

const person = {
  unionId: 'uZhangSan',
  users: [{ corpId: 'dinghangzhou', userId: 'zhangsan' }],
  sharedUserIds: [],
  grantIds: [],
  names: ['张三', 'Zhang San (Ops)'],
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

  it('takes free text out of records about the person, and the person alone out of what is about others', () => {
    const details = { reason: 'ZhangSan left, and Lisi with 张三', cause: 'operator' };
    expect(withoutPerson(details, person, true)).toEqual({ reason: 'erased', cause: 'operator' });
    expect(withoutPerson(details, person, false)).toEqual({
      reason: 'erased-x left, and Lisi with erased-x',
      cause: 'operator',
    });
  });

  it('leaves a userId that is somebody else’s: of another organisation, or of nobody in particular', () => {
    const listed = [{ userId: 'zhangsan' }, { userId: 'zhangsan', corpId: 'dingother' }];
    expect(withoutPerson(listed, person, false)).toEqual([{ userId: 'erased-x' }, listed[1]]);
    const shared = { ...person, sharedUserIds: ['zhangsan'] };
    expect(withoutPerson(listed, shared, false)).toEqual(listed);
    const theirs = { userId: 'zhangsan', corpId: 'dinghangzhou' };
    expect(withoutPerson(theirs, shared, false)).toEqual({ ...theirs, userId: 'erased-x' });
  });
});

describe(withoutMention.name, () => {
  it('takes a name for a name only where it is a word of its own', () => {
    const text = 'Zhang San (Ops), zhangsan-2 and zhangsan_old, not zhangsanfeng';
    expect(withoutMention(text, person)).toBe('erased-x, erased-x-2 and zhangsan_old, not zhangsanfeng');
  });

  it('touches nobody’s sentence for an id or a name that is too short to be told from other words', () => {
    const nobody = { ...person, unionId: 'a', names: ['Bo'], users: [{ corpId: 'ding', userId: '12' }] };
    expect(withoutMention('Bo has a token for 12 hours', nobody)).toBe('Bo has a token for 12 hours');
    expect(withoutPerson({ unionId: 'a', kind: 'aa' }, nobody, false)).toEqual({ unionId: 'erased-x', kind: 'aa' });
  });
});
