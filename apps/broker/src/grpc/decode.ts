import type { z } from 'zod';
import { invalidRequestOf } from '../http/decode.pipe.js';

/** Decodes by the schema REST decodes by. Throws `invalid_request`, whose pointers are the names REST has. */
export function decoded<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (!result.success) throw invalidRequestOf(result.error.issues);
  return result.data;
}

/** In proto3 a text left out and an empty one are the same. */
export const textOf = (text: string): string | undefined => text || undefined;

interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** As the schemas take a time. One that no calendar has becomes text that no schema takes. */
export function instantOf(timestamp: Timestamp | null | undefined): string | undefined {
  if (!timestamp) return undefined;
  const date = new Date(timestamp.seconds * 1000 + timestamp.nanos / 1e6);
  return Number.isNaN(date.getTime()) ? 'no time' : date.toISOString();
}

export function timestampOf(time: Date): Timestamp {
  const seconds = Math.floor(time.getTime() / 1000);
  return { seconds, nanos: (time.getTime() - seconds * 1000) * 1e6 };
}
