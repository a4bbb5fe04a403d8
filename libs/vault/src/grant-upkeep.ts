import type { Database, Transaction } from '@app/database';
import {
  claimDueSql,
  dueApplicationsSql,
  endedByThemselvesSql,
  forecastSql,
  leaveAloneSql,
  readForecastsSql,
} from './sql/upkeep.sql.js';

/** A grant that upkeep has to look at, claimed by this replica for two minutes. */
export interface DueGrant {
  readonly corpId: string;
  readonly grantId: string;
  readonly tokenVersion: number;
  /** A refresh was begun and nobody knows how it ended. */
  readonly unfinished: boolean;
  readonly toObserve: boolean;
  readonly tokenLives: boolean;
  /** The access token is about to run out, or has. */
  readonly ending: boolean;
  /** The refresh token would lapse within days. */
  readonly lapsing: boolean;
}

/** How many grants of an application will need their person's consent again, and whether its budget carries the ones there are. */
export interface ExpiryForecast {
  readonly application: string;
  readonly computedAt: Date;
  readonly grants: number;
  readonly within1Day: number;
  readonly within7Days: number;
  readonly within30Days: number;
  readonly refreshesPerSecond: number;
  readonly callsPerSecond: number;
}

/** The upkeep columns of `grants`: what is due, and what the future holds. */
export class GrantUpkeep {
  constructor(private readonly database: Database) {}

  async dueApplications(): Promise<string[]> {
    return (await this.database.query<{ application: string }>(dueApplicationsSql)).map(
      ({ application }) => application,
    );
  }

  async claim(application: string, most: number): Promise<DueGrant[]> {
    return this.database.query<DueGrant & Record<string, unknown>>(claimDueSql, [application, most]);
  }

  /** Until its token ends, or, after that, until its refresh token is about to lapse. */
  async leaveAlone({ corpId, grantId, tokenVersion }: DueGrant): Promise<void> {
    await this.database.query(leaveAloneSql, [corpId, grantId, tokenVersion]);
  }

  /** Locked until the transaction ends. */
  async endedByThemselves(
    tx: Transaction,
    most: number,
  ): Promise<{ corpId: string; grantId: string; once: boolean }[]> {
    return tx.query<{ corpId: string; grantId: string; once: boolean }>(endedByThemselvesSql, [most]);
  }

  async computeForecasts(): Promise<void> {
    await this.database.query(forecastSql);
  }

  async forecasts(): Promise<ExpiryForecast[]> {
    return this.database.query<ExpiryForecast & Record<string, unknown>>(readForecastsSql);
  }
}
