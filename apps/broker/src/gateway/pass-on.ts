import { Readable } from 'node:stream';
import { type GatewayAnswer, hiddenMembersOf, type OperationRoute, withoutMembers } from '@app/dingtalk';
import { BrokerError } from '@app/errors';

/** Answers with fields to be taken out are profiles: small. Bytes. */
const READ_MAX = 1024 * 1024;
const RETRY_SECONDS = 2;

/** DingTalk's answer as the holder of a handle with these scopes may see it: streamed, unless something has to be taken out. */
export async function passOn(
  { operation }: OperationRoute,
  scopes: readonly string[],
  answer: GatewayAnswer,
): Promise<GatewayAnswer> {
  const hidden = hiddenMembersOf(operation, scopes);
  if (hidden.size === 0 || answer.status >= 300) return answer;
  const text = await textOf(answer.body);
  const body = Buffer.from(JSON.stringify(withoutMembers(parsed(text), hidden)));
  const headers = { ...answer.headers, 'content-length': String(body.length) };
  return { ...answer, headers, body: Readable.from([body], { objectMode: false }) };
}

async function textOf(body: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    // What cannot be looked through must not be passed on.
    if (bytes > READ_MAX) throw unreadable('longer than 1 MiB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('not JSON');
  }
}

function unreadable(why: string): BrokerError {
  return BrokerError.temporarilyUnavailable(RETRY_SECONDS, `an answer with fields to be taken out is ${why}`);
}
