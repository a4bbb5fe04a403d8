import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../display/act-button.js';
import { plainText } from '../display/foreign-text.js';
import type { Permission } from '../session/permissions.js';

interface Switched {
  id: string;
  name: string;
  disabledAt: string | null;
}

interface EnablingProps<Item> {
  permission: Permission;
  queryKey: readonly string[];
  disable(id: string): Promise<unknown>;
  enable(id: string): Promise<unknown>;
  /** What disabling stopped, in numbers. */
  effect(item: Item): string;
}

/** Disabling has an exact inverse, so it is done at once and offered back; the page changes when the broker has answered. */
export function useEnabling<Item extends Switched>({
  permission,
  queryKey,
  disable,
  enable,
  effect,
}: EnablingProps<Item>): {
  error: Error | null;
  button(item: Item): ReactNode;
} {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const turning = useMutation({
    mutationFn: ({ item, on }: { item: Item; on: boolean }) => (on ? enable(item.id) : disable(item.id)),
    onSuccess: async (_, { item, on }) => {
      await Promise.all([queryKey, ['audit']].map((key) => queries.invalidateQueries({ queryKey: key })));
      const name = plainText(item.name);
      const undo = () => {
        message.destroy(item.id);
        turning.mutate({ item, on: !on });
      };
      void message.success({
        key: item.id,
        duration: 10,
        content: (
          <>
            {on ? t('enabling.didEnable', { name }) : t('enabling.didDisable', { name, effect: effect(item) })}{' '}
            <Button type="link" size="small" onClick={undo}>
              {t('enabling.undo')}
            </Button>
          </>
        ),
      });
    },
  });
  return {
    error: turning.error,
    button: (item) => {
      const on = item.disabledAt !== null;
      const words = on ? (['enable', 'enabling'] as const) : (['disable', 'disabling'] as const);
      return (
        <ActButton
          permission={permission}
          danger={!on}
          loading={turning.isPending}
          onClick={() => turning.mutate({ item, on })}
        >
          {t(`enabling.${words[turning.isPending ? 1 : 0]}`)}
        </ActButton>
      );
    },
  };
}
