/** The pages, by the first part of their address; which of them exist, and what they show, stands in `pages.tsx`. */
export const pageNames = [
  'overview',
  'grants',
  'imports',
  'people',
  'scopes',
  'callers',
  'applications',
  'consents',
  'revocations',
  'suspensions',
  'audit',
  'jobs',
  'keys',
  'operators',
  'webhooks',
  'settings',
] as const;
export type PageName = (typeof pageNames)[number];

/** As the navigation groups them. Pages that are not named here are reached from the page they belong to. */
export const navigationGroups: readonly (readonly PageName[])[] = [
  ['overview'],
  ['grants', 'people', 'scopes'],
  ['callers', 'applications'],
  ['revocations', 'audit'],
  ['keys', 'operators', 'webhooks', 'settings'],
];

/** Lists that the page of settings leads to. */
export const pagesBySettings: readonly PageName[] = ['consents', 'suspensions', 'jobs'];

export const addressOfPage = (name: PageName): string => (name === 'overview' ? '' : name);

/** The page an address belongs to: its own, or that of the list its item is in. */
export function pageAt(path: string): PageName | undefined {
  const [first = ''] = path.split('/');
  return first === '' ? 'overview' : pageNames.find((name) => name === first);
}
