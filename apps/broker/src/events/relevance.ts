import type { DingTalkEvent, EventNews } from '@app/dingtalk';
import type { Application } from '@app/vault';

/** Why an event changes nothing. */
type Irrelevance =
  | 'no_effect'
  | 'nobody_named'
  | 'no_organisation'
  | 'other_organisation'
  | 'not_for_this_kind_of_application';

export type Relevance =
  | { readonly kind: 'relevant'; readonly corpId: string }
  | { readonly kind: 'suite_ticket' }
  | { readonly kind: 'irrelevant'; readonly because: Irrelevance };

const irrelevant = (because: Irrelevance): Relevance => ({ kind: 'irrelevant', because });

/** Does this application's event change anything here, and in which organisation? An internal application can speak of its own only. */
export function relevanceOf(
  { kind, corpId: own }: Pick<Application, 'kind' | 'corpId'>,
  { news, corpId }: Pick<DingTalkEvent, 'news' | 'corpId'>,
): Relevance {
  if (news.kind === 'check' || news.kind === 'other' || news.kind === 'people_active') return irrelevant('no_effect');
  if (news.kind === 'suite_ticket')
    return kind === 'isv' ? { kind: 'suite_ticket' } : irrelevant('not_for_this_kind_of_application');
  if (own !== null && corpId !== null && corpId !== own) return irrelevant('other_organisation');
  const organisation = corpId ?? own;
  if (organisation === null || kind === 'personal') return irrelevant('no_organisation');
  if (isAboutNobody(news)) return irrelevant('nobody_named');
  return { kind: 'relevant', corpId: organisation };
}

function isAboutNobody(news: EventNews): boolean {
  if (news.kind !== 'people_left' && news.kind !== 'people_changed') return false;
  return news.userIds.length === 0 && news.unionIds.length === 0;
}
