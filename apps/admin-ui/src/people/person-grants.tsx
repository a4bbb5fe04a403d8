import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { GrantStateTag, shownState } from '../grants/grant-state-tag.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

const atMost = 20;

/** The newest of a person's grants, with a way to all of them. */
export function PersonGrants({ unionId }: { unionId: string }) {
  const { t } = useTranslation();
  const query = { unionId, limit: atMost };
  const grants = useQuery({
    queryKey: ['grants', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/grants', { params: { query }, signal })),
  });
  return (
    <Section title={t('nav.grants')}>
      {grants.error && <ProblemPanel error={grants.error} retry={() => void grants.refetch()} />}
      {grants.isPending && <LoadingRows rows={3} />}
      {grants.data && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('grants.application')}</th>
              <th scope="col">{t('grants.organisation')}</th>
              <th scope="col">{t('grants.state')}</th>
              <th scope="col">{t('grants.lastUsed')}</th>
            </tr>
          </thead>
          <tbody>
            {grants.data.items.map((grant) => (
              <tr key={grant.id}>
                <td>
                  <Link href={addressOf(`grants/${grant.id}`)}>
                    <ForeignText text={grant.application} />
                  </Link>
                </td>
                <td>{grant.corpId === '-' ? t('people.personal') : <code>{grant.corpId}</code>}</td>
                <td>
                  <GrantStateTag state={shownState(grant)} />
                </td>
                <td>
                  {grant.lastHandoutAt ? (
                    <Instant at={grant.lastHandoutAt} />
                  ) : (
                    <span className="quiet">{t('people.never')}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {grants.data?.nextCursor && <Link href={addressOf('grants', { unionId })}>{t('person.allGrants')}</Link>}
    </Section>
  );
}
