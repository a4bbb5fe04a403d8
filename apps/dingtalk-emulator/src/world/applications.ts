import { z } from 'zod';
import type { Store, Table } from '../store/store.js';

/** Where the consent of AI plugins comes back to; an application that did not register it cannot ask by plugin. */
export const PLUGIN_REDIRECT_URI = 'https://baymax.dingtalk.com/oauth2';

const codes = z.array(z.string().min(1).max(128)).max(500);

const shape = z.strictObject({
  clientId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  clientSecret: z.string().min(1).max(256),
  name: z.string().min(1).max(64),
  kind: z.enum(['internal', 'isv', 'personal']),
  /** Organisation of an internal application. */
  corpId: z.string().min(1).max(64).optional(),
  /** What the application may ask a person for. */
  delegatedPoints: codes,
  /** What the application may do in its own name. */
  appPoints: codes,
  redirectUris: z.array(z.url().max(2048)).max(100),
  /** DingTalk lets nobody log in to an application without a published version. */
  published: z.boolean(),
  /** Developer the application belongs to; one `unionId` per person and owner. Absent: its organisation, or its own. */
  owner: z.string().min(1).max(64).optional(),
  /** Organisations that installed an ISV application; absent = all of them. */
  installedIn: z.array(z.string().min(1).max(64)).optional(),
  /** Its robot; absent: it has none. */
  robotCode: z.string().min(1).max(128).optional(),
});

/** A new application may leave these out. A change has no defaults: what it leaves out stays as it is. */
const newcomer = shape.extend({
  delegatedPoints: codes.default([]),
  appPoints: codes.default([]),
  redirectUris: shape.shape.redirectUris.default([]),
  published: z.boolean().default(true),
});

export const applicationSchema = newcomer.refine((app) => app.kind !== 'internal' || app.corpId !== undefined, {
  path: ['corpId'],
  message: 'an internal application belongs to an organisation',
});

export const applicationChangeSchema = shape.omit({ clientId: true, kind: true }).partial();

export type Application = z.output<typeof applicationSchema>;

/** The developer console: applications, their secrets and the points they applied for. */
export class Applications {
  private readonly table: Table<Application>;

  constructor(store: Store) {
    this.table = store.table('applications');
  }

  all(): Application[] {
    return this.table.values();
  }

  find(clientId: string): Application | undefined {
    return this.table.get(clientId);
  }

  /** Same answer for a wrong id and a wrong secret, as DingTalk gives. */
  authenticate(clientId: string, clientSecret: string): Application | undefined {
    const application = this.table.get(clientId);
    return application?.clientSecret === clientSecret ? application : undefined;
  }

  save(application: Application): void {
    this.table.set(application.clientId, application);
  }

  remove(clientId: string): void {
    this.table.delete(clientId);
  }
}

export function ownerOf(application: Application): string {
  return application.owner ?? application.corpId ?? application.clientId;
}

/** Whether the application stands in that organisation: its own one, or one that installed it. */
export function worksIn(application: Application, corpId: string): boolean {
  if (application.kind === 'internal') return application.corpId === corpId;
  if (application.kind === 'personal') return false;
  return application.installedIn === undefined || application.installedIn.includes(corpId);
}
