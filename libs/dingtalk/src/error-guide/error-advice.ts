/** Who can do something about it: whoever writes or registers the application at DingTalk, whoever runs the broker, the person at the screen. */
export type DingTalkErrorActor = 'developer' | 'operator' | 'person';

/** Where a code is met. */
export type DingTalkErrorPlace = 'openAuth' | 'token' | 'call' | 'robot' | 'limit' | 'legacy';

/** What one of DingTalk's error codes means to people, and what ends it. */
export interface DingTalkErrorAdvice {
  /** A trailing `*` stands for any ending. */
  readonly code: string;
  readonly place: DingTalkErrorPlace;
  readonly actor: DingTalkErrorActor;
  readonly cause: Readonly<Record<'zh' | 'en', string>>;
  readonly action: Readonly<Record<'zh' | 'en', string>>;
  /** The page or report it was read in; `assumed` where nobody has seen it. */
  readonly source: string;
}

type AdviceRow = readonly [
  code: string,
  actor: DingTalkErrorActor,
  source: string,
  cause: { zh: string; en: string },
  action: { zh: string; en: string },
];

export function adviceAt(place: DingTalkErrorPlace, rows: readonly AdviceRow[]): DingTalkErrorAdvice[] {
  return rows.map(([code, actor, source, cause, action]) => ({ code, place, actor, source, cause, action }));
}
