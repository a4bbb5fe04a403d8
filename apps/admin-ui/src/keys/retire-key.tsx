import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { MasterKey } from '../api/types.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { ActButton } from '../display/act-button.js';
import { ExactInstant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';

/** Only of a key under which nothing is left; of another, what keeps it. */
export function RetireKey({ masterKey: { id, state, sealed, dataKeys, retiredAt } }: { masterKey: MasterKey }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const retiring = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/keys/{keyId}/retire', { params: { path: { keyId: id } } })),
    onSuccess: async () => {
      setAsking(false);
      await Promise.all(['keys', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  if (state === 'current') return null;
  if (retiredAt) return <ExactInstant at={retiredAt} />;
  if (dataKeys > 0)
    return (
      <span className="quiet">
        {sealed > 0 ? t('keys.off', { count: sealed, value: grouped(sealed) }) : t('keys.offDataKeys')}
      </span>
    );
  return (
    <>
      <ActButton permission="keys:rotate" danger onClick={() => setAsking(true)}>
        {t('keys.retire')}
      </ActButton>
      {isAsking && (
        <EndingDialog
          title={t('keys.retireNamed', { id })}
          working={t('keys.retiring')}
          isWorking={retiring.isPending}
          failure={retiring.error}
          typed={id}
          asksReason={false}
          act={() => retiring.mutate()}
          close={() => setAsking(false)}
        >
          <p>{t('keys.retireEffect')}</p>
        </EndingDialog>
      )}
    </>
  );
}
