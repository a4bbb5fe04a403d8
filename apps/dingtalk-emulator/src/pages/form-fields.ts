import { Problem } from '../control/problem.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';

/** An empty field of a form is an absent one; what is no number is left for the schema to refuse. */
export const numberOr = (text: unknown): unknown => (text === '' || text === undefined ? undefined : Number(text));

/** The fields of a form that were filled in. */
export const filledIn = (body: ReceivedBody | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(anyFields(body)).filter(([, text]) => text !== ''));

/**
 * A field that holds a JSON object; an empty one is an empty object.
 * @throws Problem 400 naming the field
 */
export function jsonOr(text: unknown, name: string): unknown {
  if (typeof text !== 'string') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'Bad request', `${name}: is no JSON object.`);
  }
}
