/** Whose permission a point is: a person's to give (delegated), the organisation's (app), or either. */
export type ScopeKind = 'delegated' | 'app' | 'both';

/** An interface point, a field point, or one of the base points every application has. */
export type ScopeType = 'rpc' | 'field' | 'base';

/** How well a row is known; the words of `docs/dingtalk-divergences.md`. */
export type ScopeConfidence = 'confirmed' | 'confirmed_third_party' | 'assumed' | 'unknown';

/** One DingTalk permission point. */
export interface Scope {
  code: string;
  kind: ScopeKind;
  type: ScopeType;
  /** As a person is told it: verb, whose, thing. */
  name: { zh: string; en: string };
  confidence: ScopeConfidence;
  /** Where it is written: a page key or module of DingTalk's own. */
  source: string;
  /** DingTalk approves it separately. */
  sensitive?: true;
}

/** One HTTP operation of the DingTalk OpenAPI that takes, or may take, a person's token. */
export interface ScopeOperation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path on the API host; `{name}` stands for one segment. */
  path: string;
  /** The point it needs; undefined where DingTalk does not say. */
  scope?: string;
  /** `only`: an app token is refused. `accepted`: either. `unknown`: written nowhere. */
  userToken: 'only' | 'accepted' | 'unknown';
  /** Field points, and the members of the answer that come with each; without it they are missing, and nothing is refused. */
  fields?: Readonly<Record<string, readonly string[]>>;
  confidence: ScopeConfidence;
  source: string;
}
