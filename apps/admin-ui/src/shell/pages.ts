export const pageNames = ['overview', 'grants', 'callers', 'revocations', 'audit', 'operators'] as const;
export type PageName = (typeof pageNames)[number];

/** Lists whose items have a page of their own below them. */
const withDetail = ['callers', 'revocations', 'operators'] as const satisfies readonly PageName[];
export type DetailPageName = (typeof withDetail)[number];

export type Shown = { page: PageName; id?: undefined } | { page: DetailPageName; id: string };

/** An address nobody made a page for leads to the start, which is where one looks for what there is. */
export function shownAt(path: string): Shown {
  const list = pageNames.find((name) => name === path);
  if (list) return { page: list };
  const [first, ...rest] = path.split('/');
  const page = withDetail.find((name) => name === first);
  return page && rest.length === 1 && rest[0] ? { page, id: decodeURIComponent(rest[0]) } : { page: 'overview' };
}
