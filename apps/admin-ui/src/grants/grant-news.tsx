import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { useCopy } from '../display/short-id.js';
import { differenceOf, useApplication } from './declared-scopes.js';
import { hasEnded } from './grant-state-tag.js';

/** Where what DingTalk reports, or the state of the grant, is not what one would expect; with what mends it. */
export function GrantNews({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const copy = useCopy();
  const queries = useQueryClient();
  const application = useApplication(grant.application).data;
  const checking = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/grants/{id}/observe', { params: { path: { id: grant.id } } })),
    onSuccess: (checked) => queries.setQueryData(['grants', grant.id], checked),
  });
  if (hasEnded(grant)) return null;
  const { missing, beyond } = differenceOf(grant, application?.scopes ?? grant.scopes);
  const points = (count: number) => ({ count, value: grouped(count) });
  const reason = grant.reason as 'refresh_rejected' | 'indeterminate' | 'withdrawn' | 'scopes_missing' | null;
  const lines = [
    { key: 'reason', shown: reason && t(`grant.needs.${reason}`) },
    {
      key: 'missing',
      shown: missing.length > 0 && <Scopes say={t('grant.fewer', points(missing.length))} scopes={missing} />,
    },
    {
      key: 'beyond',
      shown: beyond.length > 0 && <Scopes say={t('grant.more', points(beyond.length))} scopes={beyond} />,
    },
    { key: 'observed', shown: grant.observedAt === null && t('grant.notObserved') },
  ].filter(({ shown }) => Boolean(shown));
  const [title, ...others] = lines;
  if (!title) return checking.error && <ProblemPanel error={checking.error} />;
  return (
    <>
      <Alert
        type={reason || missing.length > 0 ? 'warning' : 'info'}
        showIcon
        title={title.shown}
        description={
          <>
            {others.map(({ key, shown }) => (
              <p key={key}>{shown}</p>
            ))}
            <div className="acts">
              {grant.observedAt && (
                <span>
                  {t('grant.observed')} <Instant at={grant.observedAt} />
                </span>
              )}
              <ActButton
                permission="grants:observe"
                size="small"
                loading={checking.isPending}
                onClick={() => checking.mutate()}
              >
                {t('grant.check')}
              </ActButton>
              {application && (
                <Button size="small" onClick={() => copy(application.consentUrl)}>
                  {t('grant.copyConsent')}
                </Button>
              )}
            </div>
          </>
        }
      />
      {checking.error && <ProblemPanel error={checking.error} />}
    </>
  );
}

function Scopes({ say, scopes }: { say: string; scopes: readonly string[] }) {
  return (
    <>
      {say}{' '}
      {scopes.map((scope) => (
        <code key={scope}>{scope} </code>
      ))}
    </>
  );
}
