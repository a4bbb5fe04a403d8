import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';

export const signInWaysKey = ['sign-in-ways'];

/** How operators can sign in in a browser; set by whoever runs the broker, so asked once. */
export const useSignInWays = () =>
  useQuery({
    queryKey: signInWaysKey,
    queryFn: ({ signal }) => answerOf(api.GET('/admin/sign-in/ways', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
