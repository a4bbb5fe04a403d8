import { describe, expect, it } from '@jest/globals';
import { GrantNews } from './grant-news.js';

describe(GrantNews.name, () => {
  /** Two replicas on one channel; what is sent is kept until it is let through. */
  const channel = () => {
    const hearers: ((payload: string) => void)[] = [];
    const sent: string[] = [];
    const answers: (() => void)[] = [];
    const replica = () =>
      new GrantNews(
        { on: (_, hear) => void hearers.push(hear) },
        {
          query: (_text, values = []) =>
            new Promise((resolve) => {
              sent.push(String(values[1]));
              answers.push(() => {
                for (const hear of hearers) hear(String(values[1]));
                resolve([]);
              });
            }),
        },
      );
    return { replica, sent, letThrough: () => answers.shift()?.() };
  };

  it('wakes whoever waits for the grant on another replica', async () => {
    const { replica, letThrough } = channel();
    const [here, there] = [replica(), replica()];
    const woken = there.next('g1', 60_000);
    here.tell('g1');
    letThrough();
    await woken;
  });

  it('puts all news of the time that one notification takes into the next', async () => {
    const { replica, sent, letThrough } = channel();
    const news = replica();
    for (const id of ['g1', 'g2', 'g3', 'g2']) news.tell(id);
    letThrough();
    await news.next('nobody', 1);
    letThrough();
    expect(sent).toEqual(['g1', 'g2 g3']);
  });

  it('lets a waiter look for himself when no news comes', async () => {
    await channel().replica().next('g1', 1);
  });
});
