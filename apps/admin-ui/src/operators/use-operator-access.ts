import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import type { OperatorToken } from '../api/types.js';
import { useNow } from '../display/clock.js';

/** The most the broker gives at once; nobody keeps more, and the newest come first. */
const limit = 200;

export const isLive = ({ revokedAt, expiresAt }: OperatorToken, now: number): boolean =>
  revokedAt === null && Date.parse(expiresAt) > now;

export function useTokens(id: string) {
  const now = useNow();
  const query = useQuery({
    queryKey: ['operators', id, 'tokens'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/operators/{id}/tokens', { params: { path: { id }, query: { limit } }, signal })),
  });
  return { query, live: query.data?.items.filter((token) => isLive(token, now)).length ?? 0 };
}

export const useSessions = (id: string) =>
  useQuery({
    queryKey: ['operators', id, 'sessions'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/operators/{id}/sessions', { params: { path: { id } }, signal })),
  });
