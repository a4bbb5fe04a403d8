import { beforeEach, describe, expect, it } from '@jest/globals';
import { Store } from '../store/store.js';
import { Applications } from '../world/applications.js';
import { seedApplications } from '../world/seed.js';
import { Settings } from '../world/settings.js';
import { judge, success } from './authorize-request.js';

const CALLBACK = 'http://127.0.0.1:8080/consent/callback';
const link = {
  client_id: 'dingdemohangzhou',
  redirect_uri: CALLBACK,
  response_type: 'code',
  scope: 'openid corpid',
  prompt: 'consent',
  state: 'a b&c=d',
};

describe('an authorization link', () => {
  let applications: Applications;
  let settings: Settings;
  beforeEach(() => {
    const store = new Store();
    applications = new Applications(store);
    for (const application of seedApplications) applications.save(application);
    settings = new Settings(store);
  });
  const judged = (query: object) => judge({ ...link, ...query }, applications, settings);

  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'unknown_client'],
    ['no client', { client_id: undefined }, 'unknown_client'],
    ['the client twice', { client_id: ['dingdemohangzhou', 'x'] }, 'unknown_client'],
    ['no way back', { redirect_uri: undefined }, 'unregistered_redirect_uri'],
    ['a way back that only begins like ours', { redirect_uri: `${CALLBACK}/more` }, 'unregistered_redirect_uri'],
  ])('never redirects with %s', (_what, query, reason) => {
    expect(judged(query)).toEqual({ kind: 'broken', reason });
  });

  it('never redirects for an application without a published version', () => {
    const [application] = seedApplications;
    if (application) applications.save({ ...application, published: false });
    expect(judged({})).toEqual({ kind: 'broken', reason: 'unpublished' });
  });

  it.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a scope without openid', { scope: 'corpid' }, 'invalid_scope'],
  ])('goes back with an error and the state for %s', (_what, query, error) => {
    const result = judged(query);
    if (result.kind !== 'refused') throw new Error(result.kind);
    const { searchParams } = new URL(result.location);
    expect(Object.fromEntries(searchParams)).toEqual({ error, state: link.state });
  });

  it.each(['openid corpid', 'openid+corpid', 'corpid openid Contact.User.Read'])('reads the scope %s', (scope) => {
    expect(judged({ scope })).toMatchObject({ kind: 'valid', request: { wantsCorp: true } });
  });

  it('may do without prompt unless set to be strict', () => {
    expect(judged({ prompt: undefined })).toMatchObject({ kind: 'valid', request: { prompted: false } });
    settings.change({ prompt: 'strict' });
    expect(judged({ prompt: undefined })).toMatchObject({ kind: 'refused' });
  });

  it('comes back with the code under both names or the older one, keeping the query it was registered with', () => {
    const to = { redirectUri: 'https://app.example/back?keep=1', state: link.state };
    const parameters = (location: string) => Object.fromEntries(new URL(location).searchParams);
    expect(parameters(success(to, 'c0de', 'both'))).toEqual({
      keep: '1',
      code: 'c0de',
      authCode: 'c0de',
      state: link.state,
    });
    expect(parameters(success(to, 'c0de', 'authCode'))).toEqual({ keep: '1', authCode: 'c0de', state: link.state });
  });
});
