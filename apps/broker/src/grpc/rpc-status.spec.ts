import { BrokerError, type BrokerErrorCode, grpcStatusTable } from '@app/errors';
import { status as codes } from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { describe, expect, it } from '@jest/globals';
import { definitions } from './descriptors.js';
import { encodeRpcStatus, rpcStatusOf } from './rpc-status.js';

const entries = Object.entries(grpcStatusTable) as [BrokerErrorCode, string | null][];
const isStatus = ([, name]: (typeof entries)[number]) => name !== null && name !== 'OK';

interface Entry {
  readonly key: string;
  readonly value: string;
}
const decoded = (name: string, bytes: Uint8Array) =>
  (definitions[name] as MessageTypeDefinition<object, Record<string, unknown>>).deserialize(Buffer.from(bytes));

function errorInfoOf(error: unknown) {
  const { code, message, details } = rpcStatusOf(error, 'request-1');
  const [first] = details;
  if (!first) throw new Error('a status without details');
  expect(first.type_url).toBe('type.googleapis.com/google.rpc.ErrorInfo');
  const { reason, domain, metadata } = decoded('google.rpc.ErrorInfo', first.value);
  const members = Object.fromEntries((metadata as Entry[]).map(({ key, value }) => [key, value]));
  return { code, message, reason, domain, members };
}

describe(rpcStatusOf.name, () => {
  it.each(entries.filter(isStatus))('gives %s the status %s, the code as reason and its members', (code, name) => {
    const error = new BrokerError(code, {
      detail: 'what to do',
      members: { rule: 'x', beyond: ['a'], absent: undefined },
    });
    expect(errorInfoOf(error)).toEqual({
      code: codes[name as keyof typeof codes],
      message: 'what to do',
      reason: code,
      domain: 'tokenbroker',
      members: { rule: 'x', beyond: '["a"]', requestId: 'request-1' },
    });
  });

  it.each(entries.filter((entry) => !isStatus(entry)))(
    'lets %s, that no status stands for (%s), out as an internal error',
    (code) => {
      expect(errorInfoOf(new BrokerError(code, { detail: 'canary' }))).toMatchObject({
        code: codes.INTERNAL,
        reason: 'internal_error',
      });
    },
  );

  it.each([new Error('canary'), 'canary', undefined, { code: 7, details: 'canary' }])(
    'tells nothing of an error that was not meant to be seen: %s',
    (thrown) => {
      expect(errorInfoOf(thrown)).toMatchObject({ reason: 'internal_error', members: { requestId: 'request-1' } });
      expect(encodeRpcStatus(rpcStatusOf(thrown, 'request-1')).toString('latin1')).not.toContain('canary');
    },
  );

  it('says when to come back in the way that clients of gRPC look for', () => {
    const { details } = rpcStatusOf(BrokerError.temporarilyUnavailable(2.5, 'canary'), 'request-1');
    expect(details.map(({ type_url }) => type_url.split('/')[1])).toEqual([
      'google.rpc.ErrorInfo',
      'google.rpc.RetryInfo',
    ]);
    expect(decoded('google.rpc.RetryInfo', details[1]?.value ?? Buffer.alloc(0))).toEqual({
      retry_delay: { seconds: 2, nanos: 500_000_000 },
    });
  });
});
