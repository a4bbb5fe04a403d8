import type { Database } from '@app/database';
import { registrationEvidenceSql } from './sql/registration.sql.js';

/** What an application's own grants prove of its registration at DingTalk. Null where there is no such grant. */
export interface RegistrationEvidence {
  /** When somebody last consented in a browser, and so came back to the broker's redirect URI. */
  readonly consentedAt: Date | null;
  /** When DingTalk last gave tokens for the application's secret. */
  readonly tokensObtainedAt: Date | null;
  /** When DingTalk last said what somebody granted in a browser. */
  readonly observedAt: Date | null;
  /** The points it named, over all those people: in a browser, consent is for everything the application has applied for. */
  readonly observedScopes: readonly string[];
  /** An organisation it works in. */
  readonly corpId: string | null;
  /** Somebody granted something through an AI plugin. */
  readonly usedByPlugins: boolean;
}

const GRANTS_LOOKED_AT = 50;

export async function registrationEvidence(database: Database, application: string): Promise<RegistrationEvidence> {
  const [evidence] = await database.query<RegistrationEvidence & Record<string, unknown>>(registrationEvidenceSql, [
    application,
    GRANTS_LOOKED_AT,
  ]);
  if (!evidence) throw new Error('An aggregate answered no row');
  return evidence;
}
