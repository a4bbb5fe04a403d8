import { Networks, type Resolve } from '@app/outbound';
import { describe, expect, it } from '@jest/globals';
import { receiverFault } from './receiver-address.js';

const leadsTo =
  (...addresses: string[]): Resolve =>
  (_, __, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const ours = Networks.parse('10.20.0.0/16, 127.0.0.1');

describe(receiverFault.name, () => {
  it.each<[string, string[], Networks | undefined]>([
    ['https://hooks.example/in', ['8.8.8.8', '2606:4700::1111'], undefined],
    ['https://8.8.8.8/in', [], undefined],
    ['http://hooks.corp/in', ['10.20.3.4'], ours],
    ['https://10.20.3.4/in', [], ours],
    ['http://127.0.0.1:9000/in', [], ours],
  ])('lets a receiver be at %s, which leads to %j', async (url, addresses, allowed) => {
    expect(await receiverFault(url, allowed, leadsTo(...addresses))).toBeUndefined();
  });

  it.each<[string, string[], Networks | undefined]>([
    ['hooks.example/in', [], undefined],
    ['ftp://hooks.example/in', ['8.8.8.8'], undefined],
    ['http://hooks.example/in', ['8.8.8.8'], undefined],
    ['http://8.8.8.8/in', [], ours],
    ['https://user:secret@hooks.example/in', ['8.8.8.8'], undefined],
    ['https://hooks.example/in#here', ['8.8.8.8'], undefined],
    ['https://hooks.example/in', [], undefined],
    ['https://hooks.example/in', ['10.20.3.4'], undefined],
    ['https://hooks.example/in', ['8.8.8.8', '10.0.0.1'], ours],
    ['https://hooks.example/in', ['::1'], ours],
    ['https://10.0.0.1/in', [], ours],
    ['https://169.254.169.254/latest/meta-data', [], ours],
    ['https://100.100.100.200/latest/meta-data', [], ours],
    ['https://0x7f.1/in', [], undefined],
    ['https://[::ffff:10.0.0.1]/in', [], undefined],
    ['https://[fd00::1]/in', [], undefined],
    ['https://[fe80::1]/in', [], undefined],
    ['http://localhost:9000/in', ['127.0.0.1'], undefined],
  ])('lets no receiver be at %s, which leads to %j', async (url, addresses, allowed) => {
    expect(await receiverFault(url, allowed, leadsTo(...addresses))).toEqual(expect.any(String));
  });
});

describe(Networks.name, () => {
  it.each(['10.0.0.0/33', 'hooks.example', '', '10.0.0.1,', '10.0.0/8'])('are not named by %j', (text) => {
    expect(Networks.parse(text)).toBeUndefined();
  });
});
