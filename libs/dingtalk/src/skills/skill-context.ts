import { isMap, type YAMLMap } from 'yaml';
import { pairsOf, type SkillFile, type SkillOperation } from './skill-file.js';

/** How an assistant is told to fill a parameter in by itself. */
export const CONTEXT = 'x-dingtalk-context';
/** Which points a skill asks people for. */
export const DELEGATED_SCOPES = 'x-dingtalk-delegated-scopes';

/** What an assistant can fill in; protocol reference of the assistant platform, "x-dingtalk-context". */
export const contextFormats: Readonly<Record<string, readonly string[]>> = {
  currentUser: ['userId', 'unionId', 'jobNum', 'oauthAuthCode'],
  currentOrg: ['corpId'],
  currentInput: ['raw', 'attribute'],
  currentConversation: ['openConversationId', 'threadId', 'runId', 'conversationToken', 'sessionWebhook'],
};

export interface FilledIn {
  /** `query`, `header`, `path`, `cookie` as the parameter says, or `body`. */
  readonly where: string;
  readonly schema: YAMLMap;
  readonly property: unknown;
  readonly format: unknown;
}

/** Everything of an operation that the assistant fills in. Of the body the first level alone: DingTalk goes no deeper. */
export function filledInBy(file: SkillFile, { parameters, body }: SkillOperation): FilledIn[] {
  const places: [where: string, schema: unknown][] = [
    ...parameters.map((parameter): [string, unknown] => [String(parameter.get('in')), parameter.get('schema', true)]),
    ...pairsOf(body?.get('properties', true)).map(([, schema]): [string, unknown] => ['body', schema]),
  ];
  return places.flatMap(([where, given]) => {
    const schema = file.resolved(given);
    const context = schema?.get(CONTEXT, true);
    if (!schema || !isMap(context)) return [];
    return [{ where, schema, property: context.get('property'), format: context.get('format') }];
  });
}

export function isAuthCode({ property, format }: FilledIn): boolean {
  return property === 'currentUser' && format === 'oauthAuthCode';
}
