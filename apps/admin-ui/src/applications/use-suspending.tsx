import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Application, ApplicationHealth } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { useGrouped } from '../display/quantity.js';

/** Suspending has an exact inverse, so it is done at once and offered back, with what it stopped. */
export function useSuspending(health: ApplicationHealth | undefined) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const doing = useMutation({
    mutationFn: ({ name, on }: { name: string; on: boolean }) =>
      answerOf(
        on
          ? api.POST('/admin/v1/applications/{name}/resume', { params: { path: { name } } })
          : api.POST('/admin/v1/applications/{name}/suspend', { params: { path: { name } } }),
      ),
    onSuccess: async (_, { name, on }) => {
      await Promise.all(['applications', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      const key = `application ${name}`;
      const undo = () => {
        message.destroy(key);
        doing.mutate({ name, on: !on });
      };
      const effect = {
        name,
        grants: grouped(health?.grantsByState.active ?? 0),
        callers: grouped(health?.callers.length ?? 0),
      };
      void message.success({
        key,
        duration: 10,
        content: (
          <>
            {t(on ? 'applications.didResume' : 'applications.didSuspend', effect)}{' '}
            <Button type="link" size="small" onClick={undo}>
              {t('enabling.undo')}
            </Button>
          </>
        ),
      });
    },
  });
  return {
    error: doing.error,
    button: ({ name, suspendedAt }: Application) => (
      <ActButton
        permission="applications:write"
        danger={suspendedAt === null}
        loading={doing.isPending}
        onClick={() => doing.mutate({ name, on: suspendedAt !== null })}
      >
        {t(suspendedAt === null ? 'applications.suspend' : 'applications.resume')}
      </ActButton>
    ),
  };
}
