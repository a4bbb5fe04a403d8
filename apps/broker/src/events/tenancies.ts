import type { Transaction } from '@app/database';
import type { StoredEvent } from './stored-event.js';

/** The newest word by DingTalk's own time stays, whatever order they arrive in. */
const installedSql = `
  insert into application_organisations (application, corp_id, authorised_at, as_of) values ($1, $2, $3, $3)
  on conflict (application, corp_id) do update set authorised_at = excluded.authorised_at, relieved_at = null, as_of = excluded.as_of
  where application_organisations.as_of < excluded.as_of returning application`;

const removedSql = `
  insert into application_organisations (application, corp_id, relieved_at, as_of) values ($1, $2, $3, $3)
  on conflict (application, corp_id) do update set relieved_at = excluded.relieved_at, as_of = excluded.as_of
  where application_organisations.as_of < excluded.as_of returning application`;

const organisationRemovedSql = `
  update application_organisations set relieved_at = $2, as_of = $2 where corp_id = $1 and relieved_at is null and as_of < $2`;

/** Which organisations have an application installed, as far as DingTalk has told. */
export class Tenancies {
  /** False if something newer is known. */
  async installed(tx: Transaction, { application, corpId, bornAt }: StoredEvent): Promise<boolean> {
    return (await tx.query(installedSql, [application, corpId, bornAt])).length === 1;
  }

  async removed(tx: Transaction, { application, corpId, bornAt }: StoredEvent): Promise<void> {
    await tx.query(removedSql, [application, corpId, bornAt]);
  }

  async organisationRemoved(tx: Transaction, { corpId, bornAt }: StoredEvent): Promise<void> {
    await tx.query(organisationRemovedSql, [corpId, bornAt]);
  }
}
