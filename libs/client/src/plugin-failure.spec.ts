import { describe, expect, it } from '@jest/globals';
import { type Outcome, TokenBrokerError } from './outcome.js';
import { pluginFailureFor } from './plugin-failure.js';

const MISSING = 'InvalidAuthentication';
const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
const thrown = (outcome: object) => new TokenBrokerError(outcome as Outcome);
const answered = (status: number, body: object) => new Response(JSON.stringify(body), { status });

describe('the failure body of a plugin', () => {
  it.each([
    ['consent that is missing', thrown({ code: 'consent_required', reason: 'no_grant' }), MISSING],
    ['consent that has ended', thrown({ code: 'consent_required', reason: 'grant_expired' }), MISSING],
    ['consent that was taken back', thrown({ code: 'consent_required', reason: 'withdrawn' }), MISSING],
    ['consent to too little', thrown({ code: 'consent_required', reason: 'scopes_missing' }), DENIED],
    ['consent that was asked for', thrown({ code: 'consent_pending' }), MISSING],
    ['consent that was refused', thrown({ code: 'consent_rejected' }), MISSING],
    ['a token that cannot say whose it is', thrown({ code: 'identity_unavailable' }), DENIED],
    ['a dead token, as DingTalk answers', answered(400, { code: MISSING, requestid: 'x' }), MISSING],
    ['a missing permission, as DingTalk answers', answered(403, { code: DENIED }), DENIED],
    ['a missing permission, as its SDK throws', { data: { code: 'permission.deny' } }, DENIED],
    ['what the gateway answers', answered(403, { code: 'consent_required', reason: 'scopes_missing' }), DENIED],
    ['the body of it', { code: 'consent_required', reason: 'grant_revoked' }, MISSING],
  ])('asks for consent at %s', async (_, problem, code) => {
    expect(await pluginFailureFor(problem, 'r-1')).toEqual({ success: false, code, requestId: 'r-1' });
  });

  it.each([
    ['an operator’s decision', thrown({ code: 'forbidden_by_policy', rule: 'scopes' })],
    ['credentials of the service itself', thrown({ code: 'unauthenticated' })],
    ['an outage', thrown({ code: 'temporarily_unavailable', retryAfterSeconds: 2 })],
    ['an answer that went well', answered(200, { code: MISSING })],
    ['any other error', new Error(MISSING)],
    ['nothing', undefined],
  ])('is none for %s', async (_, problem) => {
    expect(await pluginFailureFor(problem, 'r-1')).toBeUndefined();
  });

  it('leaves the body of a response readable', async () => {
    const response = answered(400, { code: MISSING });
    await pluginFailureFor(response, 'r-1');
    expect(await response.json()).toEqual({ code: MISSING });
  });
});
