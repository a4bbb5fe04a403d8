import type { DataSourceOptions, MixedList } from 'typeorm';

interface DataSourceSettings {
  readonly url: string;
  /** Connections this process may hold at once. */
  readonly poolSize: number;
  /** Milliseconds after which any statement counts as unanswered; left out for migrations, which take as long as they take. */
  readonly statementDeadlineMs?: number;
  readonly entities?: MixedList<new () => object>;
  readonly migrations?: MixedList<new () => object>;
}

/** TypeORM's options for one connection pool. Schema changes come from migrations only, never from synchronisation. */
export function dataSourceOptions(settings: DataSourceSettings): DataSourceOptions {
  return {
    type: 'postgres',
    url: settings.url,
    entities: settings.entities ?? [],
    migrations: settings.migrations ?? [],
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    installExtensions: false,
    applicationName: 'dingtalk-token-broker',
    poolSize: settings.poolSize,
    extra: {
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      // Kept on this side: a pooler in transaction mode takes no settings of the session.
      ...(settings.statementDeadlineMs !== undefined && { query_timeout: settings.statementDeadlineMs }),
    },
  };
}
