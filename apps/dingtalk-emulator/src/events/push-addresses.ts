import { z } from 'zod';
import type { Store, Table } from '../store/store.js';
import { eventForms } from './envelope.js';

export const pushAddressSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2048),
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, '3 to 32 letters or digits'),
  aesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, '43 letters or digits'),
  /** How events are written unless one is fired in another form. */
  form: z.enum(eventForms).default('event'),
});

export type PushAddress = z.output<typeof pushAddressSchema>;

/** Where each application wants its events pushed over HTTP. One without an address is told over Stream. */
export class PushAddresses {
  private readonly table: Table<PushAddress>;

  constructor(store: Store) {
    this.table = store.table('pushAddresses');
  }

  find(clientId: string): PushAddress | undefined {
    return this.table.get(clientId);
  }

  save(clientId: string, address: PushAddress): void {
    this.table.set(clientId, address);
  }

  remove(clientId: string): void {
    this.table.delete(clientId);
  }
}
