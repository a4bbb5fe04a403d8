import { describe, expect, it } from '@jest/globals';
import { mayReturnTo } from './open-consent.js';

const application = {
  returnUrls: [
    'https://hr.example.com/app/',
    'https://todo.example.com/done?from=consent',
    'https://bare.example.com',
    'http://localhost:3000/',
  ],
};

describe(mayReturnTo.name, () => {
  it.each([
    'https://hr.example.com/app/',
    'https://hr.example.com/app/people?id=7',
    'HTTPS://HR.EXAMPLE.COM/app/',
    'https://hr.example.com:443/app/',
    'https://hr.example.com/other/../app/',
    'https://todo.example.com/done?from=consent',
    'https://bare.example.com',
    'https://bare.example.com/',
    'http://localhost:3000/any/page',
  ])('lets a person go back to %s', (url) => {
    expect(mayReturnTo(application, url)).toBe(true);
  });

  it.each([
    ['another host', 'https://evil.example.com/app/'],
    ['a host that begins like ours', 'https://hr.example.com.evil.com/app/'],
    ['our host as a user name', 'https://hr.example.com@evil.com/app/'],
    ['our host with a user name', 'https://someone@hr.example.com/app/'],
    ['our host with a password', 'https://:secret@hr.example.com/app/'],
    ['backslashes for slashes', 'https:\\\\evil.com\\app\\'],
    ['a backslash behind the host', 'https://evil.com\\@hr.example.com/app/'],
    ['no host of its own', '//hr.example.com/app/'],
    ['a path alone', '/app/'],
    ['no encryption', 'http://hr.example.com/app/'],
    ['another port', 'https://hr.example.com:8443/app/'],
    ['another folder', 'https://hr.example.com/apple'],
    ['the folder without its slash', 'https://hr.example.com/app'],
    ['a way out of the folder', 'https://hr.example.com/app/../admin'],
    ['an encoded way out of the folder', 'https://hr.example.com/app/%2e%2e/admin'],
    ['a folder in another case', 'https://hr.example.com/APP/'],
    ['an exact address with more behind it', 'https://todo.example.com/done?from=consent&to=evil'],
    ['an exact address without its query', 'https://todo.example.com/done'],
    ['a page below a bare host', 'https://bare.example.com/anything'],
    ['a script', 'javascript:alert(1)//https://hr.example.com/app/'],
    ['data', 'data:text/html,hi'],
    ['letters that look alike', 'https://hr.exаmple.com/app/'],
    ['nothing', ''],
  ])('does not let a person go to %s', (_, url) => {
    expect(mayReturnTo(application, url)).toBe(false);
  });

  it('knows a host however it is spelt, because browsers do', () => {
    expect(mayReturnTo(application, 'https://hr%2eexample.com/app/')).toBe(true);
    expect(mayReturnTo(application, ' https://hr.exam\tple.com/app/')).toBe(true);
  });

  it('lets nobody go anywhere without a registered address', () => {
    expect(mayReturnTo({ returnUrls: [] }, 'https://hr.example.com/app/')).toBe(false);
  });
});
