import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';

/** The most the broker gives at once. A caller beyond is shown by its id. */
const limit = 200;

/** Names of the callers, by id; undefined while they are asked for. */
export function useCallerNames(): ReadonlyMap<string, string> | undefined {
  const { data } = useQuery({
    queryKey: ['callers', 'names'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/callers', { params: { query: { limit } }, signal })),
  });
  return data && new Map(data.items.map(({ id, name }) => [id, name]));
}
