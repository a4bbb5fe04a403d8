import type { ListGrantsQuery } from '@app/contract';
import type { GrantEntity } from '@app/vault';
import type { SelectQueryBuilder } from 'typeorm';
import { beginningOf } from './name-beginning.js';

/** What operators narrow grants by, in lists and before they end many at once; what is left out does not matter. */
export type GrantFilter = Partial<Omit<ListGrantsQuery, 'limit' | 'cursor' | 'sort'>>;

const columns = ['state', 'reason', 'application', 'corpId', 'userId', 'unionId', 'channel'] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Each condition has an index that it can be answered from; `g` is the grant. */
export function narrowGrants(select: SelectQueryBuilder<GrantEntity>, { q, scope, ...equal }: GrantFilter): void {
  for (const column of columns) {
    if (equal[column] !== undefined) select.andWhere(`g.${column} = :${column}`, { [column]: equal[column] });
  }
  if (scope !== undefined) select.andWhere('g.scopes @> array[:scope]', { scope });
  if (q !== undefined && uuid.test(q)) select.andWhere('g.id = :q', { q });
  else if (q !== undefined) {
    const beginning = beginningOf(q);
    select.andWhere('(lower(g.name) collate "C" like :beginning or g.user_id = :q or g.union_id = :q)', {
      beginning,
      q,
    });
  }
}
