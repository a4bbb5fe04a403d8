import { z } from 'zod';
import { jsonFields, type ReceivedBody } from '../traffic/received-body.js';

/** A refusal of the control API, answered as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(`${title}: ${detail}`);
  }

  body() {
    const { status, title, detail } = this;
    return { type: 'about:blank', title, status, detail };
  }
}

export const notFound = (what: string) => new Problem(404, 'Not found', `There is no ${what}.`);

/**
 * A body of the control API; an absent one reads as `{}`.
 * @throws Problem 400 naming each field that does not fit
 */
export function readBody<S extends z.ZodType>(schema: S, body: ReceivedBody | undefined): z.output<S> {
  const fields = body === undefined || body.kind === 'none' ? {} : jsonFields(body);
  if (!fields) throw new Problem(400, 'Bad request', 'The body must be a JSON object.');
  return readFields(schema, fields);
}

/** @throws Problem 400 naming each field that does not fit */
export function readFields<S extends z.ZodType>(schema: S, fields: unknown): z.output<S> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new Problem(400, 'Bad request', z.prettifyError(parsed.error));
}
