import { anyFields, type ReceivedBody } from '../traffic/received-body.js';

/** An empty field of a form is an absent one; what is no number is left for the schema to refuse. */
export const numberOr = (text: unknown): unknown => (text === '' || text === undefined ? undefined : Number(text));

/** The fields of a form that were filled in. */
export const filledIn = (body: ReceivedBody | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(anyFields(body)).filter(([, text]) => text !== ''));
