import { createHash } from 'node:crypto';

/** Number of an application within an organisation, as the events about applications name it. */
export const agentIdOf = (clientId: string, corpId: string): number =>
  Number.parseInt(hashOf(`agent\n${clientId}\n${corpId}`).slice(0, 7), 16) + 1;

/** The application's newer id, the same in all organisations: a UUID. */
export function unifiedAppIdOf(clientId: string): string {
  const hash = hashOf(`unified\n${clientId}`);
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
