import { jsonFields, type ReceivedBody } from '../traffic/received-body.js';
import { apiErrors } from './api-error.js';

/** @throws ApiError `Missingbody` for anything but a JSON object; a form is no body to the new gateway */
export function fieldsOf(body: ReceivedBody | undefined): Record<string, unknown> {
  const fields = jsonFields(body);
  if (!fields) throw apiErrors.missingBody();
  return fields;
}

/** @throws ApiError `Missing<name>` for the first field that is absent, empty or not a string */
export function requireStrings<Name extends string>(
  fields: Record<string, unknown>,
  ...names: Name[]
): Record<Name, string> {
  const values = names.map((name) => {
    const value = fields[name];
    if (typeof value !== 'string' || value === '') throw apiErrors.missing(name);
    return [name, value] as const;
  });
  return Object.fromEntries(values) as Record<Name, string>;
}

export const optionalString = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
