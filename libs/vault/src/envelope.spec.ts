import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v4 as uuidv4 } from 'uuid';
import { envelopeDataKeyId, openWith, type Place, sealWith } from './envelope.js';

const key = createSecretKey(randomBytes(32));
const dataKeyId = uuidv4();
const grants: Place = { table: 'grants', row: uuidv4(), column: 'access_token', version: 1 };

const anyPlace: fc.Arbitrary<Place> = fc.record({
  table: fc.string(),
  row: fc.string(),
  column: fc.string(),
  version: fc.nat(),
});
const plain = fc.string({ unit: 'binary', maxLength: 200 }).filter((text) => text.isWellFormed());
const opens = (sealed: Buffer, place: Place, with_: KeyObject = key): boolean => {
  try {
    openWith(with_, place, sealed);
    return true;
  } catch {
    return false;
  }
};

describe('a sealed value', () => {
  it('opens in its place with its key, whatever was sealed', () => {
    fc.assert(
      fc.property(anyPlace, plain, (place, text) => {
        const sealed = sealWith(key, dataKeyId, place, text);
        expect(openWith(key, place, sealed)).toBe(text);
        expect(envelopeDataKeyId(sealed)).toBe(dataKeyId);
      }),
    );
  });

  it('opens in no other table, row, column or version', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, plain, (place, other, text) => {
        const sealed = sealWith(key, dataKeyId, place, text);
        for (const member of ['table', 'row', 'column', 'version'] as const) {
          if (place[member] !== other[member]) expect(opens(sealed, { ...place, [member]: other[member] })).toBe(false);
        }
      }),
    );
  });

  it('does not open where the same letters are split over table, row and column in another way', () => {
    const sealed = sealWith(key, dataKeyId, { table: 'grants', row: 'ab', column: 'c', version: 11 }, 'token');
    expect(opens(sealed, { table: 'grants', row: 'a', column: 'bc', version: 11 })).toBe(false);
    expect(opens(sealed, { table: 'grantsa', row: 'b', column: 'c', version: 11 })).toBe(false);
    expect(opens(sealed, { table: 'grants', row: 'ab', column: 'c1', version: 1 })).toBe(false);
  });

  it('opens with no other key, and not under the name of another key', () => {
    const sealed = sealWith(key, dataKeyId, grants, 'token');
    expect(opens(sealed, grants, createSecretKey(randomBytes(32)))).toBe(false);
    const renamed = Buffer.concat([sealed.subarray(0, 1), randomBytes(16), sealed.subarray(17)]);
    expect(opens(renamed, grants)).toBe(false);
  });

  it('opens no more once any of its bits is another', () => {
    const sealed = sealWith(key, dataKeyId, grants, 'a token of thirty-two characters');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect({ bit, opens: opens(changed, grants) }).toEqual({ bit, opens: false });
    }
  });

  it('opens no more once it was cut anywhere or got longer', () => {
    const sealed = sealWith(key, dataKeyId, grants, 'token');
    for (let length = 0; length < sealed.length; length += 1)
      expect(opens(sealed.subarray(0, length), grants)).toBe(false);
    expect(opens(Buffer.concat([sealed, Buffer.of(0)]), grants)).toBe(false);
    expect(() => envelopeDataKeyId(Buffer.alloc(0))).toThrow(/not a sealed value/i);
  });

  it('never looks the same twice, so that equal tokens cannot be told', () => {
    const seals = Array.from({ length: 200 }, () => sealWith(key, dataKeyId, grants, 'token'));
    expect(new Set(seals.map((sealed) => sealed.subarray(17, 29).toString('hex'))).size).toBe(200);
    expect(seals[0]?.includes(Buffer.from('token'))).toBe(false);
  });
});
