import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Metadata, status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import type { AccessTokenSource } from './access-token-source.js';
import type { GrpcChannel } from './grpc-channel.js';
import { TokenBrokerError } from './outcome.js';
import { RevocationWatch } from './revocation-watch.js';

class Stream extends EventEmitter {
  constructor(
    readonly cursor: string,
    readonly accessToken: string,
  ) {
    super();
  }
  cancel(): void {
    this.fail(status.CANCELLED);
  }
  say(cursor: string, grantId?: string): void {
    const revocation = grantId && { revocation_id: `r-${grantId}`, grant_id: grantId, live_handouts: [] };
    this.emit('data', { cursor, revocation });
  }
  fail(code: number): void {
    this.emit('error', Object.assign(new Error('ended'), { code, details: 'ended', metadata: new Metadata() }));
  }
}

function watching() {
  const streams: Stream[] = [];
  const heard: string[] = [];
  const troubles: unknown[] = [];
  let gaps = 0;
  const channel = {
    watchRevocations(cursor: string, accessToken: string) {
      const stream = new Stream(cursor, accessToken);
      streams.push(stream);
      return stream;
    },
  } as unknown as GrpcChannel;
  const accessTokens = { get: async () => 'jwt', refused: () => undefined } as unknown as AccessTokenSource;
  const watch = new RevocationWatch({
    channel,
    accessTokens,
    onRevocation: ({ grantId }) => heard.push(grantId),
    onGap: () => {
      gaps += 1;
    },
    onTrouble: (error) => troubles.push(error),
  });
  const stream = async (n: number): Promise<Stream> => {
    for (;;) {
      const found = streams[n];
      if (found) return found;
      await turn();
    }
  };
  watch.start();
  return { watch, stream, heard, troubles, gaps: () => gaps };
}

describe(RevocationWatch.name, () => {
  it('starts from now on, after what was obtained before has been given up, and goes on from its cursor', async () => {
    const { watch, stream, heard, gaps } = watching();
    const first = await stream(0);
    expect([first.cursor, first.accessToken, gaps(), watch.isLive]).toEqual(['', 'jwt', 0, false]);
    first.say('c0');
    expect([gaps(), watch.isLive]).toEqual([1, true]);
    first.say('c1', 'g1');
    first.fail(status.UNAVAILABLE);
    const second = await stream(1);
    expect([second.cursor, gaps()]).toEqual(['c1', 1]);
    second.say('c2', 'g2');
    expect(heard).toEqual(['g1', 'g2']);
    watch.close();
  });

  it('starts anew where its cursor leads nowhere, and says that something may have been missed', async () => {
    const { watch, stream, gaps, troubles } = watching();
    (await stream(0)).say('c0');
    // As the channel would make it of a status with details.
    const gone = new TokenBrokerError({ code: 'invalid_request', errors: [] });
    (watch as unknown as { heed(error: unknown): void }).heed(gone);
    expect(gaps()).toBe(2);
    (await stream(0)).fail(status.UNAVAILABLE);
    const second = await stream(1);
    expect([second.cursor, watch.isLive, troubles]).toEqual(['', false, [gone]]);
    second.say('c9');
    expect([gaps(), watch.isLive]).toEqual([3, true]);
    watch.close();
  });

  it('says nothing of an end that is ordinary, and something of a stream that cannot be opened again', async () => {
    const { watch, stream, troubles } = watching();
    (await stream(0)).say('c0');
    (await stream(0)).fail(status.UNAVAILABLE);
    (await stream(1)).fail(status.UNAVAILABLE);
    await stream(2);
    expect(troubles).toEqual([expect.objectContaining({ code: 'unreachable' })]);
    watch.close();
  });

  it('opens no stream after it was closed', async () => {
    const { watch, stream, troubles } = watching();
    const first = await stream(0);
    watch.close();
    expect(first.listenerCount('data')).toBe(1);
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(troubles).toEqual([]);
  });
});
