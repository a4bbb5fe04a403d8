import type { IncomingMessage } from 'node:http';

const BODY_BYTES_MAX = 16 * 1024;

/** What was sent is not what this service takes. */
export class Malformed extends Error {}

/** Throws `Malformed` for anything but a JSON object of a sensible length. */
export async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Malformed('the body is too long');
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Malformed('the body is not a JSON object');
}
