import { acts } from '../i18n/words/acts.en.js';

type ActKind = keyof typeof acts.acts;

/** What acts are done to or by, in the order in which they are offered; a kind that is missing here does not compile. */
const groupOf = {
  token: 'handouts',
  handle: 'handouts',
  gateway: 'handouts',
  handout: 'handouts',
  consent: 'consents',
  grant: 'grants',
  person: 'people',
  caller: 'callers',
  entitlement: 'callers',
  review: 'callers',
  application: 'applications',
  ability: 'applications',
  event: 'applications',
  organisation: 'suspensions',
  scope: 'suspensions',
  operator: 'operators',
  policy: 'operators',
  webhook: 'webhooks',
  job: 'jobs',
  key: 'jobs',
  audit: 'trail',
} as const satisfies Record<ActKind, string>;
type ActGroup = (typeof groupOf)[ActKind];

const kinds = Object.keys(groupOf) as ActKind[];

export const actGroups: readonly ActGroup[] = [...new Set(Object.values(groupOf))];

export const typesOfGroup = (group: ActGroup): string[] =>
  kinds
    .filter((kind) => groupOf[kind] === group)
    .flatMap((kind) => Object.keys(acts.acts[kind]).map((name) => `${kind}.${name}`));

/** That this page has words for; a newer broker may write more. */
const known: ReadonlySet<string> = new Set(actGroups.flatMap(typesOfGroup));

/** Types separated by commas, as a link carries them. */
export const areTypes = (value: string): boolean => value.split(',').every((type) => known.has(type));
