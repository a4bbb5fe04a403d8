/** What else than a page of their own a person may get, with its HTTP status. */
export const mePageStatuses = {
  sign_in_unavailable: 503,
  session_ended: 401,
  grant_not_found: 404,
  form_refused: 403,
  internal_error: 500,
} as const;

export type MePageCode = keyof typeof mePageStatuses;

/** Ends a request on the page of that code; rendered by the filter. */
export class MeStop extends Error {
  constructor(readonly code: MePageCode) {
    super(`ended with ${code}`);
    this.name = 'MeStop';
  }
}
