import { describe, expect, it } from '@jest/globals';
import { authorizeUrl } from './authorize-url.js';

const hosts = { loginUrl: 'https://login.example', apiUrl: 'https://api.example', oapiUrl: 'https://oapi.example' };
const request = { clientId: 'ding-1', redirectUri: 'https://b.example/cb?a=1&b=2', state: 's&corpId=evil' };

describe('authorizeUrl', () => {
  it('asks for the organisation and for the consent page, every value encoded', () => {
    const url = new URL(authorizeUrl(hosts, request));
    expect(url.origin + url.pathname).toBe('https://login.example/oauth2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'ding-1',
      redirect_uri: 'https://b.example/cb?a=1&b=2',
      response_type: 'code',
      scope: 'openid corpid',
      prompt: 'consent',
      state: 's&corpId=evil',
    });
  });

  it('preselects an organisation only when told one', () => {
    expect(new URL(authorizeUrl(hosts, { ...request, corpId: 'ding1' })).searchParams.get('corpId')).toBe('ding1');
  });
});
