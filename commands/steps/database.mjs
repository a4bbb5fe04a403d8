import { CommandFailure } from './failure.mjs';

const ANSWER_MILLISECONDS = 5_000;
const OLDEST_MAJOR = 15;

/** The version of the developer's own PostgreSQL, which also shows that it can be reached. Never prints the address's password. */
export async function describeDatabase(url) {
  const { default: pg } = await import('pg');
  let client;
  let version;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MILLISECONDS });
    client.on('error', () => {});
    await client.connect();
    ({ version } = (
      await client.query({
        text: "select current_setting('server_version') as version",
        query_timeout: ANSWER_MILLISECONDS,
      })
    ).rows[0]);
  } catch (error) {
    throw new CommandFailure(
      'The PostgreSQL in DATABASE_URL does not answer. Start it, correct the address, or: env -u DATABASE_URL npm start',
      { details: [error.message || error.code] },
    );
  } finally {
    await client?.end().catch(() => {});
  }
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    throw new CommandFailure(
      `The PostgreSQL in DATABASE_URL is ${version}; the broker needs ${OLDEST_MAJOR} or newer. ` +
        'Use a newer one, or: env -u DATABASE_URL npm start',
    );
  }
  return version;
}

/** Which database it is, without user and password: two addresses of one database are the same. */
export function databaseName(url) {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}
