export const pageNames = ['overview', 'grants', 'audit'] as const;
export type PageName = (typeof pageNames)[number];

/** An address nobody made a page for leads to the start, which is where one looks for what there is. */
export const pageNamed = (path: string): PageName => pageNames.find((name) => name === path) ?? 'overview';
