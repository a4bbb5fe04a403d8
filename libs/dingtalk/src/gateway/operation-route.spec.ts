import { describe, expect, it } from '@jest/globals';
import { scopeCatalogue } from '../scopes/scope-catalogue.js';
import { namesAnotherPerson } from './foreign-person.js';
import { routeOf } from './operation-route.js';

const named = (method: string, path: string) => routeOf(method, path)?.name;

describe(routeOf.name, () => {
  it('knows an operation by its method and its template', () => {
    expect(routeOf('POST', '/v1.0/todo/users/uZhangSan/tasks')).toMatchObject({
      name: 'POST /v1.0/todo/users/{unionId}/tasks',
      operation: { scope: 'Todo.Todo.Write' },
      parameters: [{ name: 'unionId', value: 'uZhangSan' }],
      path: '/v1.0/todo/users/uZhangSan/tasks',
    });
  });

  it('takes a path as it is written before one with a parameter in that place', () => {
    expect(named('POST', '/v1.0/todo/users/me/personalTasks')).toBe('POST /v1.0/todo/users/me/personalTasks');
    expect(named('GET', '/v1.0/contact/users/me')).toBe('GET /v1.0/contact/users/{unionId}');
  });

  it('reads an encoded path and sends it on in one spelling', () => {
    expect(routeOf('GET', '/v1.0/%63ontact/users/u%5AhangSan')?.path).toBe('/v1.0/contact/users/uZhangSan');
    expect(routeOf('GET', '/v1.0/contact/users/a b')?.path).toBe('/v1.0/contact/users/a%20b');
    expect(routeOf('GET', '/v1.0/contact/users/%E5%BC%A0')?.path).toBe('/v1.0/contact/users/%E5%BC%A0');
  });

  it.each([
    ['a method the operation does not have', 'DELETE', '/v1.0/contact/users/me'],
    ['a method in another case', 'get', '/v1.0/contact/users/me'],
    ['a path in another case', 'GET', '/V1.0/contact/users/me'],
    ['a path that nobody documents', 'GET', '/v1.0/robot/oToMessages/batchSend'],
    ['one of the token endpoint', 'POST', '/v1.0/oauth2/userAccessToken'],
    ['one whose point is unknown', 'POST', '/v1.0/calendar/me/schedules/query'],
    ['a dot segment', 'GET', '/v1.0/contact/users/../users/me'],
    ['an encoded dot segment', 'GET', '/v1.0/contact/users/%2e%2e'],
    ['a single dot', 'GET', '/v1.0/./contact/users/me'],
    ['an encoded slash', 'GET', '/v1.0/contact/users/me%2Fx'],
    ['an encoded slash, encoded', 'GET', '/v1.0/contact/users/me%252Fx'],
    ['a backslash', 'GET', '/v1.0/contact/users/me\\x'],
    ['an encoded backslash', 'GET', '/v1.0/contact/users/me%5Cx'],
    ['two slashes', 'GET', '/v1.0//contact/users/me'],
    ['two slashes at the front', 'GET', '//v1.0/contact/users/me'],
    ['a slash at the end', 'GET', '/v1.0/contact/users/me/'],
    ['a path parameter', 'GET', '/v1.0/contact/users/me;x=1'],
    ['an encoded question mark', 'GET', '/v1.0/contact/users/me%3Fx'],
    ['an encoded NUL', 'GET', '/v1.0/contact/users/me%00'],
    ['an encoded line break', 'GET', '/v1.0/contact/users/me%0d%0aX:1'],
    ['half an encoding', 'GET', '/v1.0/contact/users/%E5%BC'],
    ['a stray per cent', 'GET', '/v1.0/contact/users/100%'],
    ['no slash in front', 'GET', 'v1.0/contact/users/me'],
    ['an absolute address', 'GET', 'http://api.dingtalk.com/v1.0/contact/users/me'],
    ['nothing', 'GET', ''],
  ])('knows nothing of %s', (_, method, path) => {
    expect(routeOf(method, path)).toBeUndefined();
  });

  it('knows every operation of the catalogue whose point and token are known, and no other', () => {
    for (const { method, path, scope, userToken } of scopeCatalogue.operations()) {
      const concrete = path.replace(/\{\w+\}/g, 'x1');
      const expected = scope !== undefined && userToken !== 'unknown';
      expect([method, path, named(method, concrete) !== undefined]).toEqual([method, path, expected]);
    }
  });
});

describe(namesAnotherPerson.name, () => {
  const own = { unionId: 'uZhangSan', userId: 'zhangsan' };
  const names = (path: [name: string, value: string][], query = '') =>
    namesAnotherPerson({ parameters: path.map(([name, value]) => ({ name, value })) }, new URLSearchParams(query), own);

  it('takes me and the handle’s own ids for the person, wherever they stand', () => {
    expect(names([['unionId', 'me']])).toBe(false);
    expect(names([['userId', 'uZhangSan']], 'operatorId=uZhangSan&userId=zhangsan&taskId=7')).toBe(false);
    expect(names([['taskId', 'lisi']], 'q=uLiSi')).toBe(false);
  });

  it.each<[string, [string, string][], string]>([
    ['in the path', [['unionId', 'uLiSi']], ''],
    ['in another case', [['unionId', 'uzhangsan']], ''],
    ['in the query', [], 'operatorId=uLiSi'],
    ['in one of two of a name', [], 'operatorId=uZhangSan&operatorId=uLiSi'],
    ['in another spelling', [], 'operator_id=uLiSi'],
    ['as an element', [], 'userId[]=lisi'],
    ['with an encoded name', [], 'user%49d=lisi'],
    ['as nobody', [], 'userId='],
  ])('finds another person %s', (_, path, query) => {
    expect(names(path, query)).toBe(true);
  });

  it('knows a person without a userId by the unionId alone', () => {
    expect(namesAnotherPerson({ parameters: [] }, new URLSearchParams('userId='), { unionId: 'u', userId: null })).toBe(
      true,
    );
  });
});
