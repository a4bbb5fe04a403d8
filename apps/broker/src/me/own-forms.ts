import type { FastifyRequest } from 'fastify';
import { isFormTokenOf, type PersonSession } from '../access/person-sessions.js';
import { MeStop } from './me-stop.js';
import { FORM_TOKEN } from './pages/form.js';

/**
 * A form counts only if the browser says that it stood on a page of ours, and if it carries the token of this very session: either
 * check alone has been got around before.
 */
export class OwnForms {
  constructor(private readonly publicUrl: string) {}

  /** Throws `MeStop`. */
  check(request: FastifyRequest, session: PersonSession): void {
    const { [FORM_TOKEN]: token } = (request.body ?? {}) as Record<string, unknown>;
    if (!this.isFromHere(request) || !isFormTokenOf(session, token)) throw new MeStop('form_refused');
  }

  /** Browsers send Origin with every form, and to https and loopback Sec-Fetch-Site as well (Fetch Metadata). */
  private isFromHere({ headers }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    return headers.origin === this.publicUrl && (site === undefined || site === 'same-origin');
  }
}
