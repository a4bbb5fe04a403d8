import { type BrokerErrorCode, brokerErrorTable, grpcStatusTable } from '@app/errors';
import { expect } from '@jest/globals';
import type { RpcAnswer } from '../harness/grpc.js';

export type Body = Readonly<Record<string, unknown>>;

/** One answer, whichever transport gave it. */
interface Outcome {
  readonly code: string;
  readonly detail: string | undefined;
  readonly members: Record<string, unknown>;
}

/** What each transport calls it by a number or a name, before anybody looks into the answer. */
export function statusesOf(code: string): [number, string | null] {
  return code in brokerErrorTable
    ? [brokerErrorTable[code as BrokerErrorCode].status, grpcStatusTable[code as BrokerErrorCode]]
    : [200, 'OK'];
}

export function ofRest({ status, body }: { status: number; body: Body }): Outcome {
  if (status === 200)
    return { code: 'handle' in body ? 'handle' : 'token', detail: undefined, members: comparable(body) };
  const { code, detail, type: _t, title: _h, status: _s, requestId: _r, ...members } = body;
  return isOutcome(String(code))
    ? { code: String(code), detail: undefined, members }
    : { code: String(code), detail: String(detail), members: comparable(members) };
}

export function ofRpc({ status, message, body, errorInfo, retryAfterSeconds }: RpcGiven): Outcome {
  if (status === 'OK') {
    const [field = '', given] = Object.entries(body).find(([name, value]) => name !== 'outcome' && value) ?? [];
    const code = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return { code, detail: undefined, members: comparable(fromRpc(given as Body)) };
  }
  const { requestId: _, ...metadata } = errorInfo?.metadata ?? {};
  const members = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, readMember(value)]));
  expect(retryAfterSeconds).toEqual(members.retryAfterSeconds);
  expect(errorInfo?.domain).toBe('tokenbroker');
  return { code: errorInfo?.reason ?? '', detail: message, members: comparable(members) };
}

type RpcGiven = Pick<RpcAnswer<Body>, 'status' | 'message' | 'body' | 'errorInfo' | 'retryAfterSeconds'>;

const isOutcome = (code: string) => /^consent_/.test(code);

/** Each hand-out has an id of its own, each handle its own text and end, and time goes on between two calls that came too early. */
function comparable({ handoutId: _, handle, ...members }: Body): Record<string, unknown> {
  if (handle !== undefined) {
    expect(handle).toEqual(expect.any(String));
    const { expiresAt: __, ...rest } = members;
    return rest;
  }
  const { retryAfterSeconds } = members;
  return typeof retryAfterSeconds === 'number' && retryAfterSeconds > 2
    ? { ...members, retryAfterSeconds: Math.round(retryAfterSeconds / 60) * 60 }
    : members;
}

/** Lists and numbers are written as JSON. */
function readMember(value: string): unknown {
  return /^[[\d]/.test(value) ? JSON.parse(value) : value;
}

/** Times as REST writes them. */
export function fromRpc(message: Body): Record<string, unknown> {
  const isTime = (value: unknown): value is { seconds: number; nanos: number } =>
    typeof value === 'object' && value !== null && 'seconds' in value;
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => [
      key,
      isTime(value) ? new Date(value.seconds * 1000 + value.nanos / 1e6).toISOString() : value,
    ]),
  );
}

/** In proto3 empty text is no text, and a message that is not there is null. */
export function withoutEmpty(body: Body): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== '' && value !== null));
}
