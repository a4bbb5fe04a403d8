import { describe, expect, it } from '@jest/globals';
import { Conversation } from './conversation.js';

const parties = { clientId: 'c', person: 'p', title: 't' };
const question = { kind: 'consent', points: ['Contact.User.Read'] } as const;

describe('a conversation', () => {
  it('rests at every question, and goes on with the button that was pressed', async () => {
    const conversation = new Conversation('1', parties);
    const heard: string[] = [];
    await conversation.begin(async () => {
      heard.push(await conversation.ask(question));
      heard.push(await conversation.ask(question));
    });
    expect([conversation.state, heard]).toEqual(['asking', []]);
    await conversation.decide('agree');
    expect([conversation.state, heard]).toEqual(['asking', ['agree']]);
    await conversation.decide('refuse');
    expect([conversation.state, heard]).toEqual(['ended', ['agree', 'refuse']]);
    expect(conversation.entries).toEqual([
      { ...question, decision: 'agree' },
      { ...question, decision: 'refuse' },
    ]);
  });

  it('asks nobody who has decided beforehand', async () => {
    const conversation = new Conversation('1', { ...parties, auto: 'refuse' });
    await conversation.begin(async () => {
      expect(await conversation.ask(question)).toBe('refuse');
    });
    expect(conversation.state).toBe('ended');
  });

  it('takes no button that nothing asks for', async () => {
    const conversation = new Conversation('1', parties);
    await conversation.begin(async () => conversation.say({ kind: 'answer', text: 'done' }));
    await conversation.decide('agree');
    expect(conversation.entries).toEqual([{ kind: 'answer', text: 'done' }]);
  });

  it('tells whoever waits of a story that breaks, before and after a question', async () => {
    const broken = new Conversation('1', parties);
    await expect(broken.begin(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(broken.state).toBe('ended');
    const later = new Conversation('2', parties);
    await later.begin(async () => {
      await later.ask(question);
      throw new Error('broken later');
    });
    await expect(later.decide('agree')).rejects.toThrow('broken later');
  });
});
