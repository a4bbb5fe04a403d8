import { describe, expect, it } from '@jest/globals';
import { AdminAddress } from './admin-address.js';

describe(AdminAddress.name, () => {
  const at = (host: string | undefined, protocol = 'https') =>
    new AdminAddress('https://broker.example.com').of({ protocol, headers: { host } } as Parameters<
      AdminAddress['of']
    >[0]);

  it('is on any port of the public host', () => {
    expect(at('broker.example.com')).toBe('https://broker.example.com/admin/');
    expect(at('broker.example.com:9090')).toBe('https://broker.example.com:9090/admin/');
  });

  it.each([
    [undefined],
    [''],
    ['elsewhere.example.com'],
    ['broker.example.com@elsewhere.example.com'],
    ['broker.example.com.evil'],
    ['a b'],
    ['x/y'],
  ])('is not at %j', (host) => expect(at(host)).toBeNull());
});
