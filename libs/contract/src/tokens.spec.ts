import { describe, expect, it } from '@jest/globals';
import { issueTokenRequest } from './tokens.js';

const least = { userId: 'zhangsan', scopes: ['Contact.User.Read'] };
/** Where the request is wrong; a member that is not known comes with its name. */
const wrongAt = (body: unknown) =>
  issueTokenRequest
    .safeParse(body)
    .error?.issues.map((issue) => [...issue.path, ...('keys' in issue ? issue.keys : [])].join('/'));

describe('a request for a token', () => {
  it('has a person and scopes at least, and defaults for what may be left out', () => {
    expect(issueTokenRequest.parse(least)).toEqual({ ...least, minimumSeconds: 60, maxWaitSeconds: 60 });
  });

  it.each<[string, object, string[]]>([
    ['two ids of the person', { unionId: 'u' }, ['userId']],
    ['no id of the person', { userId: undefined }, ['userId']],
    ['a member nobody knows', { acess: true }, ['acess']],
    ['a minimum beyond the life of a token', { minimumSeconds: 7_201 }, ['minimumSeconds']],
    ['a minimum below nought', { minimumSeconds: -1 }, ['minimumSeconds']],
    ['half a second', { minimumSeconds: 0.5 }, ['minimumSeconds']],
    ['a number as text', { maxWaitSeconds: '60' }, ['maxWaitSeconds']],
    ['too much patience', { maxWaitSeconds: 121 }, ['maxWaitSeconds']],
    ['a scope that is none', { scopes: ['Contact.User.Read', 'x y'] }, ['scopes/1']],
    ['a person with a NUL', { userId: 'a\u0000' }, ['userId']],
    ['a purpose that is too long', { purpose: 'x'.repeat(201) }, ['purpose']],
  ])('is refused with %s, and says where', (_, change, where) => {
    expect(wrongAt({ ...least, ...change })).toEqual(where);
  });
});
