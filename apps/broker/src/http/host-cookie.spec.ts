import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HostCookie } from './host-cookie.js';

const written = (publicUrl: string): unknown => {
  let header: unknown;
  const reply = { header: (_: string, value: unknown) => (header = value) } as unknown as FastifyReply;
  new HostCookie(publicUrl, 'operator', 60).write(reply, 'value');
  return header;
};

describe(HostCookie.name, () => {
  it.each(['https://broker.example', 'http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:8080'])(
    'is of its host alone and out of reach of scripts: %s',
    (publicUrl) => {
      expect(written(publicUrl)).toBe('__Host-operator=value; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60');
    },
  );

  it.each(['http://broker.example', 'http://localhost.evil.example', 'http://127.evil.example', 'http://10.0.0.1'])(
    'goes without the prefix where browsers would not keep it: %s',
    (publicUrl) => {
      expect(written(publicUrl)).toBe('operator=value; Path=/; HttpOnly; SameSite=Lax; Max-Age=60');
    },
  );

  it('takes no other cookie for its own', () => {
    const cookie = new HostCookie('https://broker.example', 'operator', 60);
    const request = (header: string) => ({ headers: { cookie: header } }) as FastifyRequest;
    expect(cookie.read(request('a=1; __Host-operator=mine; b=2'))).toBe('mine');
    for (const other of ['operator=x', '__Secure-operator=x', 'x__Host-operator=x', '__Host-operator-2=x', '']) {
      expect(cookie.read(request(other))).toBeUndefined();
    }
  });
});
