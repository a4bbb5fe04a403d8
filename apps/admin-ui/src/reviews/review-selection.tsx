import { Grid, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewCandidate } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText, plainText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { useLanguage } from '../i18n/i18n.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { KeepDialog } from './keep-dialog.js';
import { NarrowDialog } from './narrow-dialog.js';

const keyOf = ({ caller, application, scope }: ReviewCandidate): string => `${caller.id} ${application} ${scope}`;

/** What is unused, what is chosen of it, and the two things that can be decided, each with its number. */
export function ReviewSelection({ candidates, since }: { candidates: ReviewCandidate[]; since: string }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const [chosen, setChosen] = useState<string[]>(() =>
    candidates.filter((each) => each.decision === 'open').map(keyOf),
  );
  const [deciding, setDeciding] = useState<'narrow' | 'keep'>();
  const selected = candidates.filter((each) => chosen.includes(keyOf(each)));
  const count = { count: selected.length, value: grouped(selected.length) };
  const close = () => setDeciding(undefined);
  return (
    <>
      <ReviewTable candidates={candidates} chosen={chosen} choose={setChosen} />
      {selected.length > 0 && (
        <div className="selection">
          <span aria-live="polite">{t('grants.selected', count)}</span>
          <ActButton permission="reviews:write" danger onClick={() => setDeciding('narrow')}>
            {t('reviews.narrow', count)}…
          </ActButton>
          <ActButton permission="reviews:write" onClick={() => setDeciding('keep')}>
            {t('reviews.keep', count)}
          </ActButton>
        </div>
      )}
      {deciding === 'narrow' && <NarrowDialog candidates={selected} since={since} close={close} />}
      {deciding === 'keep' && <KeepDialog candidates={selected} close={close} />}
    </>
  );
}

interface ReviewTableProps {
  candidates: ReviewCandidate[];
  chosen: string[];
  choose(keys: string[]): void;
}

function ReviewTable({ candidates, chosen, choose }: ReviewTableProps) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<ReviewCandidate> = [
    {
      title: t('reviews.caller'),
      key: 'caller',
      width: 160,
      render: (_, { caller }) => (
        <Link href={addressOf(`callers/${caller.id}`)} className="one-line">
          <ForeignText text={caller.name} />
        </Link>
      ),
    },
    {
      title: t('reviews.scope'),
      key: 'scope',
      render: (_, { scope, name, application }) => (
        <span className="one-line">
          <Link href={addressOf(`scopes/${scope}`)}>
            <code>{scope}</code>
          </Link>{' '}
          <span className="quiet">
            {t('reviews.in', { application })}
            {name && ` · ${name[language]}`}
          </span>
        </span>
      ),
    },
    {
      title: t('reviews.given'),
      key: 'given',
      width: 190,
      responsive: ['lg'],
      render: (_, { givenAt, givenBy }) => (
        <span className="person">
          <Instant at={givenAt} />
          {givenBy && (
            <span className="one-line quiet">
              <ForeignText text={givenBy.replace(/^operator:/, '')} />
            </span>
          )}
        </span>
      ),
    },
    {
      title: t('reviews.lastUsed'),
      key: 'lastUsed',
      width: 120,
      responsive: ['md'],
      render: (_, { lastUsedAt }) =>
        lastUsedAt ? <Instant at={lastUsedAt} /> : <span className="quiet">{t('reviews.never')}</span>,
    },
    {
      title: t('reviews.leaves'),
      key: 'leaves',
      width: 140,
      responsive: ['xl'],
      render: (_, { leaves }) =>
        leaves.length > 0 ? (
          <span className="one-line" title={leaves.join('\n')}>
            {t('reviews.leavesMany', { count: leaves.length, value: leaves.length })}
          </span>
        ) : (
          <span className="quiet">{t('reviews.leavesNothing')}</span>
        ),
    },
    {
      title: t('reviews.decision'),
      key: 'decision',
      width: 200,
      responsive: ['sm'],
      render: (_, { kept, keptBefore }) =>
        kept ? (
          <span className="one-line" title={plainText(kept.reason)}>
            {t('reviews.decisions.kept')}: <ForeignText text={kept.reason} whole />
          </span>
        ) : keptBefore ? (
          <span className="one-line quiet" title={plainText(keptBefore.reason)}>
            {t('reviews.keptBefore')}: <ForeignText text={keptBefore.reason} whole />
          </span>
        ) : (
          <span className="quiet">{t('reviews.decisions.open')}</span>
        ),
    },
  ];
  return (
    <Table
      rowKey={keyOf}
      size="middle"
      columns={columns}
      dataSource={candidates}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 420 } : undefined}
      rowSelection={{
        columnWidth: 40,
        selectedRowKeys: chosen,
        onChange: (keys) => choose(keys.map(String)),
        getTitleCheckboxProps: () => ({ 'aria-label': t('reviews.chooseAll') }),
        getCheckboxProps: ({ caller, scope }) => ({
          'aria-label': t('reviews.choose', { caller: caller.name, scope }),
        }),
      }}
    />
  );
}
