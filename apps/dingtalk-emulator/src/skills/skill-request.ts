import { z } from 'zod';
import { unifiedAppIdOf } from '../world/application-ids.js';
import type { SkillInput, SkillOperation } from './skill-file.js';

const key = z.string().min(1).max(4096);

/** What is configured for the skill, in the words of the assistant's console: nothing, or an API key in one of three places. */
export const authenticationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** `user:password`, sent as RFC 7617 has it. */
  z.strictObject({ kind: z.literal('basic'), key }),
  z.strictObject({ kind: z.literal('bearer'), key }),
  z.strictObject({ kind: z.literal('header'), name: z.string().regex(/^[A-Za-z0-9-]{1,64}$/), key }),
]);
export type Authentication = z.output<typeof authenticationSchema>;

/** What goes out to a skill. */
export interface SkillRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Filled {
  readonly server: string;
  readonly clientId: string;
  readonly authentication: Authentication;
  readonly values: Readonly<Record<string, unknown>>;
}

type Context = (context: NonNullable<SkillInput['context']>) => string | undefined;

/** What each input of an operation is, where there is anything: from the context, from what was said, or its default. */
export function fillIn(
  { inputs }: SkillOperation,
  said: Readonly<Record<string, unknown>>,
  context: Context,
): Record<string, unknown> {
  const values = inputs.map(({ name, context: place, fallback }) => {
    return [name, place ? context(place) : (ownOf(said, name) ?? fallback)] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** What the conversation has to say because nothing else does; what the context cannot fill in is left out. */
export const missingInputs = ({ inputs }: SkillOperation, said: Readonly<Record<string, unknown>>): string[] =>
  inputs.flatMap(({ name, required, context, fallback }) =>
    required && !context && (ownOf(said, name) ?? fallback) === undefined ? [name] : [],
  );

export function skillRequest({ method, path, inputs, hasBody }: SkillOperation, filled: Filled): SkillRequest {
  const { server, clientId, authentication, values } = filled;
  const present = (place: SkillInput['in']) =>
    inputs.filter((input) => input.in === place && Object.hasOwn(values, input.name));
  const url = new URL(
    server.replace(/\/+$/, '') + path.replace(/\{([^}]+)\}/g, (_, name) => encoded(ownOf(values, name))),
  );
  for (const { name } of present('query')) url.searchParams.append(name, asText(values[name]));
  const own = Object.fromEntries(present('header').map(({ name }) => [name.toLowerCase(), asText(values[name])]));
  const body = Object.fromEntries(present('body').map(({ name }) => [name, values[name]]));
  return {
    method,
    url: url.href,
    headers: {
      accept: 'application/json',
      ...own,
      ...(hasBody && { 'content-type': 'application/json' }),
      'x-dingtalk-unifiedAppId': unifiedAppIdOf(clientId),
      ...credentials(authentication),
    },
    ...(hasBody && { body: JSON.stringify(body) }),
  };
}

function credentials(authentication: Authentication): Record<string, string> {
  switch (authentication.kind) {
    case 'none':
      return {};
    case 'basic':
      return { authorization: `Basic ${Buffer.from(authentication.key).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${authentication.key}` };
    case 'header':
      return { [authentication.name.toLowerCase()]: authentication.key };
  }
}

const ownOf = (values: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const encoded = (value: unknown): string => encodeURIComponent(asText(value ?? ''));
