import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decrypt, encrypt, isSignedBy, sign } from './callback-crypto.js';
import { EventPush, type PushKeys } from './event-push.js';
import { PushRefusal, type PushRefusalReason } from './push-refusal.js';

const keys: PushKeys = {
  token: Secret.of('tokenofthisapplication'),
  aesKey: Secret.of('abcdefghijabcdefghijabcdefghijabcdefghij123'),
  owners: ['dingclient', 'dinghangzhou0001'],
};
const now = new Date(1_795_000_000_000);
const MINUTE = 60_000;

interface Made {
  readonly message?: string;
  readonly owner?: string;
  readonly token?: Secret;
  readonly aesKey?: Secret;
  readonly at?: number;
  readonly inSeconds?: boolean;
}

function made({ message = '{"EventType":"check_url"}', owner = 'dingclient', at = 0, inSeconds, ...other }: Made = {}) {
  const time = now.getTime() + at;
  const parts = {
    timestamp: String(inSeconds ? Math.floor(time / 1000) : time),
    nonce: 'n0nce',
    encrypt: encrypt(other.aesKey ?? keys.aesKey, message, owner),
  };
  const msg_signature = sign(other.token ?? keys.token, parts);
  return { query: { msg_signature, ...parts, encrypt: undefined }, body: { encrypt: parts.encrypt } };
}

function refusalOf(query: unknown, body: unknown): PushRefusalReason | 'none' {
  try {
    EventPush.read(query, body).open(keys, now);
    return 'none';
  } catch (error) {
    if (error instanceof PushRefusal) return error.reason;
    throw error;
  }
}

describe('a push of DingTalk', () => {
  it('that is signed and encrypted for this application opens, and its answer does at DingTalk', () => {
    const { query, body } = made();
    const opened = EventPush.read(query, body).open(keys, now);
    expect(opened.events).toMatchObject([{ type: 'check_url' }]);
    const { msg_signature, timeStamp, nonce, encrypt } = opened.answer();
    expect(isSignedBy(keys.token, { timestamp: timeStamp, nonce, encrypt }, msg_signature)).toBe(true);
    expect(decrypt(keys.aesKey, encrypt)).toEqual({ message: 'success', owner: 'dingclient' });
  });

  it('may call its signature by the older name, count in seconds, or be for the organisation', () => {
    const { query, body } = made();
    expect(refusalOf({ ...query, msg_signature: undefined, signature: query.msg_signature }, body)).toBe('none');
    for (const form of [
      { inSeconds: true },
      { owner: 'dinghangzhou0001' },
      { at: -59 * MINUTE },
      { at: 59 * MINUTE },
    ]) {
      const push = made(form);
      expect(refusalOf(push.query, push.body)).toBe('none');
    }
  });

  const otherKey = Secret.of('ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJ123');
  it.each<[string, Made, PushRefusalReason]>([
    ['signed with another token', { token: Secret.of('another') }, 'bad_signature'],
    ['signed more than an hour ago', { at: -61 * MINUTE }, 'stale'],
    ['signed a day ago', { at: -24 * 60 * MINUTE }, 'stale'],
    ['signed in the future', { at: 61 * MINUTE }, 'stale'],
    ['encrypted with another key', { aesKey: otherKey }, 'wrong_key'],
    ['encrypted for another application', { owner: 'dingsomebodyelse' }, 'wrong_owner'],
    ['that holds no JSON', { message: 'success' }, 'malformed'],
    ['that holds a list', { message: '[]' }, 'malformed'],
  ])('%s is refused', (_what, form, reason) => {
    const { query, body } = made(form);
    expect(refusalOf(query, body)).toBe(reason);
  });

  it('with any one character changed is refused', () => {
    const { query, body } = made();
    const whole = { ...query, encrypt: body.encrypt } as Record<string, string>;
    const name = fc.constantFrom('msg_signature', 'timestamp', 'nonce', 'encrypt');
    fc.assert(
      fc.property(name, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (part, at, character) => {
        const text = whole[part] ?? '';
        const index = at % text.length;
        fc.pre(text[index] !== character);
        const changed = { ...whole, [part]: text.slice(0, index) + character + text.slice(index + 1) };
        expect(['bad_signature', 'malformed']).toContain(refusalOf(changed, { encrypt: changed.encrypt }));
      }),
    );
  });

  it('of any other form is refused as malformed, and nothing else is thrown', () => {
    const { query, body } = made();
    for (const name of ['msg_signature', 'timestamp', 'nonce']) {
      expect(refusalOf({ ...query, [name]: undefined }, body)).toBe('malformed');
      expect(refusalOf({ ...query, [name]: ['twice', 'twice'] }, body)).toBe('malformed');
    }
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (some, thing) => {
        expect(refusalOf(some, thing)).toBe('malformed');
        expect(refusalOf(query, thing)).toBe('malformed');
      }),
    );
  });
});
