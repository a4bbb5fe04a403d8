import { Secret } from '@app/secret';
import type { StreamCall } from '../stream/stream-call.js';

const FIRST = '/v1.0/agi/plugins/callback';
const GRAPH = '/v1.0/graph/api/invoke';

/** Where DingTalk calls AI plugins: those of the first generation, and those that came with its graph interface. */
export const pluginTopics: readonly string[] = [FIRST, GRAPH];

/** One call of an AI plugin, whichever of its two forms it came in. */
export interface PluginCall {
  readonly generation: 1 | 2;
  /** DingTalk's, which its answer repeats. */
  readonly requestId: string;
  readonly abilityKey: string;
  readonly pluginId: string | undefined;
  readonly pluginVersion: string | undefined;
  /** What the ability is given, without any token. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Of the person who asks; absent where they have not consented yet, or where the plugin does not ask for it. */
  readonly accessToken: Secret | undefined;
  /** The organisation, where the call names one. */
  readonly corpId: string | undefined;
}

const ID_LENGTH_MAX = 200;
const TOKEN_LENGTH_MAX = 4096;

/** Undefined for what has not the form of a call that names an ability. https://open-dingtalk.github.io/developerpedia/docs/explore/tutorials/stream/aiplugin/ */
export function readPluginCall({ topic, messageId, data }: StreamCall): PluginCall | undefined {
  const payload = objectIn(data.reveal());
  if (!payload) return undefined;
  const call = topic === GRAPH ? graphCall(payload) : firstCall(payload);
  const abilityKey = textOf(call.abilityKey);
  if (abilityKey === undefined) return undefined;
  const token = call.data.accessToken;
  const accessToken = typeof token === 'string' && token !== '' && token.length <= TOKEN_LENGTH_MAX ? token : undefined;
  return {
    generation: topic === GRAPH ? 2 : 1,
    requestId: textOf(call.requestId) ?? messageId,
    abilityKey,
    pluginId: textOf(call.pluginId),
    pluginVersion: textOf(call.pluginVersion),
    data: withoutToken(call.data, accessToken) as Record<string, unknown>,
    accessToken: accessToken === undefined ? undefined : Secret.of(accessToken),
    corpId: textOf(call.corpId),
  };
}

type Members = Record<string, unknown>;
type Raw = Record<'requestId' | 'abilityKey' | 'pluginId' | 'pluginVersion' | 'corpId', unknown> & { data: Members };

function firstCall({ requestId, abilityKey, pluginId, pluginVersion, corpId, data }: Members): Raw {
  return { requestId, abilityKey, pluginId, pluginVersion, corpId, data: objectIn(data) ?? {} };
}

/** What names the plugin is in headers; the body is the data, or, as the first generation has it, an object around them. */
function graphCall({ headers, body }: Members): Raw {
  const header = new Map(Object.entries(objectIn(headers) ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const members = objectIn(body) ?? {};
  const inner = objectIn(members.data);
  const wrapped = inner && typeof members.abilityKey === 'string' ? firstCall(members) : undefined;
  return {
    requestId: header.get('x-request-id') ?? wrapped?.requestId,
    abilityKey: header.get('x-ability-key') ?? wrapped?.abilityKey,
    pluginId: header.get('x-plugin-id') ?? wrapped?.pluginId,
    pluginVersion: header.get('x-plugin-version') ?? wrapped?.pluginVersion,
    corpId: header.get('x-corp-id') ?? wrapped?.corpId,
    data: wrapped?.data ?? members,
  };
}

/** An object, or JSON text of one. */
function objectIn(value: unknown): Members | undefined {
  if (typeof value === 'object') return value === null || Array.isArray(value) ? undefined : (value as Members);
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Members) : undefined;
  } catch {
    return undefined;
  }
}

/** A name or id that a statement and a log line can take. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > ID_LENGTH_MAX) return undefined;
  return value.includes('\u0000') || !value.isWellFormed() ? undefined : value;
}

/** Wherever it stands: under its name at any depth, and within other text. */
function withoutToken(value: unknown, token: string | undefined): unknown {
  if (typeof value === 'string') return token !== undefined && value.includes(token) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutToken(item, token) ?? null);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !/^access_?token$/i.test(name) && !(token !== undefined && name.includes(token)))
      .map(([name, member]) => [name, withoutToken(member, token)]),
  );
}
