import { DatabaseFailure } from '@app/database';
import { BrokerError, type BrokerErrorCode, brokerErrorTable } from '@app/errors';
import { describe, expect, it } from '@jest/globals';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { brokerErrorOf } from './broker-error-of.js';
import { oauthErrorOf, problemOf } from './problem.js';

const codes = Object.keys(brokerErrorTable) as BrokerErrorCode[];
const ofPostgres = (code: string) =>
  DatabaseFailure.of(Object.assign(new Error('canary'), { severity: 'ERROR', code }));

describe(problemOf.name, () => {
  it.each(codes)('renders %s with every member of RFC 9457 and our own', (code) => {
    const problem = problemOf(new BrokerError(code, { detail: 'what to do', members: { rule: 'x' } }), 'request-1');
    const { status, title } = brokerErrorTable[code];
    expect(problem).toEqual({
      type: expect.stringMatching(`#${code}$`),
      title,
      status,
      detail: 'what to do',
      code,
      requestId: 'request-1',
      rule: 'x',
    });
  });

  it('lets no member of an error replace what the document says of itself', () => {
    const members = { status: 200, code: 'ok', requestId: 'forged', type: 'x', title: 'x', detail: 'x' };
    const problem = problemOf(new BrokerError('forbidden', { detail: 'no', members }), 'request-1');
    expect(problem).toMatchObject({ status: 403, code: 'forbidden', requestId: 'request-1', detail: 'no' });
  });

  it.each([new Error('canary'), 'canary', undefined, { code: 'not_found', detail: 'canary' }, ofPostgres('42P01')])(
    'tells nothing of an error that was not meant to be seen: %s',
    (thrown) => {
      const problem = problemOf(brokerErrorOf(thrown), 'request-1');
      expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
      expect(JSON.stringify(problem)).not.toContain('canary');
    },
  );

  it('shows the public text of an error and never the internal one or its cause', () => {
    const error = BrokerError.temporarilyUnavailable(2, 'canary of the log', new Error('canary of the cause'));
    expect(JSON.stringify(problemOf(error, 'request-1'))).not.toContain('canary');
  });
});

describe(oauthErrorOf.name, () => {
  it.each(codes)('renders %s in the form of RFC 6749 section 5.2', (code) => {
    const { status, body } = oauthErrorOf(new BrokerError(code, { detail: 'what to do' }), 'request-1');
    expect(status).toBe(brokerErrorTable[code].status);
    expect(body).toEqual({
      error: brokerErrorTable[code].oauth,
      error_description: 'what to do',
      code,
      requestId: 'request-1',
    });
  });
});

describe(brokerErrorOf.name, () => {
  it.each([
    ['a lost connection', new DatabaseFailure('unknown', new Error('gone'))],
    ['no connection', new DatabaseFailure('not_sent', new Error('refused'))],
    ['a full disk', ofPostgres('53100')],
    ['a server that shuts down', ofPostgres('57P03')],
    ['a replica that only reads', ofPostgres('25006')],
  ])('lets the client come back after %s', (_, thrown) => {
    expect(brokerErrorOf(thrown)).toMatchObject({ code: 'temporarily_unavailable', members: { retryAfterSeconds: 2 } });
  });

  it.each([
    [new NotFoundException(), 'not_found'],
    [new BadRequestException('Unexpected token'), 'invalid_request'],
    [Object.assign(new Error(), { statusCode: 413 }), 'invalid_request'],
    [Object.assign(new Error(), { statusCode: 415 }), 'invalid_request'],
    [Object.assign(new Error(), { statusCode: 431 }), 'invalid_request'],
  ])('turns what the framework throws into a code of ours: %s', (thrown, code) => {
    expect(brokerErrorOf(thrown)).toMatchObject({ code });
  });

  it('leaves a fault of the framework an unexpected error', () => {
    const thrown = Object.assign(new Error(), { statusCode: 500 });
    expect(brokerErrorOf(thrown)).toBe(thrown);
  });
});
