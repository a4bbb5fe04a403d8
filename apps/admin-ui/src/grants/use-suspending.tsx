import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { useGrouped } from '../display/quantity.js';
import { overviewKey } from '../session/operator.js';

const acts = {
  suspend: (id: string) => api.POST('/admin/v1/grants/{id}/suspend', { params: { path: { id } } }),
  resume: (id: string) => api.POST('/admin/v1/grants/{id}/resume', { params: { path: { id } } }),
} as const;

type Doing = { act: keyof typeof acts; grants: readonly Pick<Grant, 'id'>[] };

/** Suspending has an exact inverse, so it is done at once and offered back; the page changes when the broker has answered. */
export function useSuspending() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const doing = useMutation({
    // One after another: what is done stays done if one is refused, and the list says which.
    mutationFn: async ({ act, grants }: Doing) => {
      for (const { id } of grants) await answerOf(acts[act](id));
    },
    onSuccess: (_, { act, grants }) => {
      const key = `${act} ${grants[0]?.id}`;
      const undo = () => {
        message.destroy(key);
        doing.mutate({ act: act === 'suspend' ? 'resume' : 'suspend', grants });
      };
      const count = { count: grants.length, value: grouped(grants.length) };
      void message.success({
        key,
        duration: 10,
        content: (
          <>
            {t(act === 'suspend' ? 'grants.didSuspend' : 'grants.didResume', count)}{' '}
            <Button type="link" size="small" onClick={undo}>
              {t('enabling.undo')}
            </Button>
          </>
        ),
      });
    },
    onSettled: () =>
      Promise.all([['grants'], ['audit'], overviewKey].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  return {
    isPending: doing.isPending,
    error: doing.error,
    suspend: (grants: Doing['grants']) => doing.mutate({ act: 'suspend', grants }),
    resume: (grants: Doing['grants']) => doing.mutate({ act: 'resume', grants }),
  };
}
