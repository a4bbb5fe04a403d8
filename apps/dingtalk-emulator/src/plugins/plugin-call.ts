import { randomUUID } from 'node:crypto';

export const generations = [1, 2] as const;
export type Generation = (typeof generations)[number];

/** What an AI plugin is called with. */
export interface PluginCall {
  readonly generation: Generation;
  readonly pluginId: string;
  readonly pluginVersion: string;
  readonly abilityKey: string;
  /** The business's fields, and `accessToken` where the plugin asked for it and there is one. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The callback as it goes over Stream. Each run is a new request. */
export function callbackOf({ generation, pluginId, pluginVersion, abilityKey, data }: PluginCall): {
  topic: string;
  payload: object;
} {
  const requestId = randomUUID();
  if (generation === 1) {
    return {
      topic: '/v1.0/agi/plugins/callback',
      payload: { abilityKey, data, pluginId, pluginVersion, requestId },
    };
  }
  const headers = {
    'content-type': 'application/json',
    'x-plugin-id': pluginId,
    'x-plugin-version': pluginVersion,
    'x-ability-key': abilityKey,
    'x-request-id': requestId,
  };
  return {
    topic: '/v1.0/graph/api/invoke',
    payload: { requestLine: { method: 'POST', uri: '/plugin' }, headers, body: JSON.stringify(data) },
  };
}
