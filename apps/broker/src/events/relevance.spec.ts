import type { EventNews } from '@app/dingtalk';
import { Secret } from '@app/secret';
import { describe, expect, it } from '@jest/globals';
import { relevanceOf } from './relevance.js';

const internal = { kind: 'internal', corpId: 'dingown' } as const;
const isv = { kind: 'isv', corpId: null } as const;
const personal = { kind: 'personal', corpId: null } as const;
const removed: EventNews = { kind: 'organisation_removed' };
const left: EventNews = { kind: 'people_left', userIds: ['zhangsan'], unionIds: [] };
const ticket: EventNews = { kind: 'suite_ticket', ticket: Secret.of('ticket') };

const relevant = (corpId: string) => ({ kind: 'relevant', corpId });
const irrelevant = (because: string) => ({ kind: 'irrelevant', because });

describe('an event', () => {
  it('of an internal application is about its own organisation, also where it names none', () => {
    expect(relevanceOf(internal, { news: removed, corpId: 'dingown' })).toEqual(relevant('dingown'));
    expect(relevanceOf(internal, { news: left, corpId: null })).toEqual(relevant('dingown'));
  });

  it('of an internal application changes nothing in another organisation', () => {
    expect(relevanceOf(internal, { news: removed, corpId: 'dingother' })).toEqual(irrelevant('other_organisation'));
  });

  it('of an ISV application is about whichever organisation it names', () => {
    expect(relevanceOf(isv, { news: removed, corpId: 'dingother' })).toEqual(relevant('dingother'));
    expect(relevanceOf(isv, { news: removed, corpId: null })).toEqual(irrelevant('no_organisation'));
  });

  it('of a personal application changes nothing: it has no organisation', () => {
    expect(relevanceOf(personal, { news: removed, corpId: 'dingother' })).toEqual(irrelevant('no_organisation'));
  });

  it('about people that names nobody changes nothing', () => {
    const nobody: EventNews = { kind: 'people_left', userIds: [], unionIds: [] };
    expect(relevanceOf(internal, { news: nobody, corpId: 'dingown' })).toEqual(irrelevant('nobody_named'));
  });

  it('with a suite ticket is for ISV applications', () => {
    expect(relevanceOf(isv, { news: ticket, corpId: null })).toEqual({ kind: 'suite_ticket' });
    expect(relevanceOf(internal, { news: ticket, corpId: 'dingown' }).kind).toBe('irrelevant');
  });

  it('without an effect has none', () => {
    for (const kind of ['check', 'other', 'people_active'] as const)
      expect(relevanceOf(internal, { news: { kind }, corpId: 'dingown' })).toEqual(irrelevant('no_effect'));
  });
});
