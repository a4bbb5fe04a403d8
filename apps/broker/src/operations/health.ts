import { auditPartitionsHealth } from '@app/audit';
import type { SigningKeys } from '@app/callers';
import { assertSchemaRelease, type Database } from '@app/database';
import type { KeyWatch } from './key-watch.js';

export interface HealthCheck {
  readonly name: 'database' | 'schema' | 'keys' | 'grpc' | 'audit_partitions';
  readonly ok: boolean;
  readonly detail: string;
}

/** What the broker needs to do its work. */
export class Health {
  constructor(
    private readonly database: Database,
    private readonly signingKeys: SigningKeys,
    private readonly keyWatch: Pick<KeyWatch, 'missing' | 'trouble'>,
    private readonly grpc: { readonly isListening: boolean },
  ) {}

  async check(): Promise<HealthCheck[]> {
    return [
      await attempt('database', async () => {
        await this.database.query('select 1');
        return { ok: true, detail: 'answers' };
      }),
      await attempt('schema', async () => ({
        ok: true,
        detail: `release ${await assertSchemaRelease(this.database)}`,
      })),
      // Opening the signing key goes through the master key and a data key, so it tells whether the vault opens.
      await attempt('keys', async () => {
        await this.signingKeys.current();
        const { missing, trouble } = this.keyWatch;
        if (missing.length > 0) return { ok: false, detail: `not at hand: ${missing.join(', ')}` };
        return { ok: true, detail: trouble === null ? 'open' : 'open, but could not be read again; the log says why' };
      }),
      await attempt('grpc', async () => {
        const ok = this.grpc.isListening;
        return { ok, detail: ok ? 'listens' : 'does not listen' };
      }),
      await attempt('audit_partitions', () => auditPartitionsHealth(this.database)),
    ];
  }
}

async function attempt(
  name: HealthCheck['name'],
  work: () => Promise<{ ok: boolean; detail: string }>,
): Promise<HealthCheck> {
  try {
    return { name, ...(await work()) };
  } catch {
    return { name, ok: false, detail: 'failed; the log says why' };
  }
}
