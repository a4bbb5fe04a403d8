import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ForeignText } from '../display/foreign-text.js';
import { ReachLines } from '../grants/reach-lines.js';

export interface PersonId {
  kind: 'userId' | 'unionId';
  id: string;
}

/** The other way round: which callers may get this person's tokens. A userId is known by the grants in its name. */
export function WhoMay({ person: { kind, id } }: { person: PersonId }) {
  const { t } = useTranslation();
  const known = useQuery({
    queryKey: ['grants', 'of-person', kind, id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/grants', { params: { query: { [kind]: id, limit: 1 } }, signal })),
  });
  const unionId = kind === 'unionId' ? id : known.data?.items[0]?.unionId;
  return (
    <div>
      <h3>
        {t('dryRun.reverse')} <ForeignText text={known.data?.items[0]?.name || id} />
      </h3>
      {unionId && <ReachLines key={unionId} unionId={unionId} />}
      {!unionId && known.data && <p className="quiet">{t('dryRun.personUnknown')}</p>}
    </div>
  );
}
