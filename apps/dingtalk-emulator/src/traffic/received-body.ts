import type { FastifyInstance } from 'fastify';

/** A request body before anyone decided what it may be: DingTalk judges the media type itself, per host. */
export type ReceivedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'form'; readonly value: Record<string, string> }
  | { readonly kind: 'unreadable' };

/** Replaces Fastify's own parsers, which answer 415 and 400 in words DingTalk does not use. */
export function receiveAnyBody(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'string' }, (request, text, done) => {
    done(null, receive(request.headers['content-type'] ?? '', String(text)));
  });
}

function receive(contentType: string, text: string): ReceivedBody {
  if (text.trim() === '') return { kind: 'none' };
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    return { kind: 'form', value: Object.fromEntries(new URLSearchParams(text)) };
  }
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType)) return { kind: 'unreadable' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** The fields of a JSON object; absent for any other body. */
export function jsonFields(body: ReceivedBody | undefined): Record<string, unknown> | undefined {
  if (body?.kind !== 'json' || typeof body.value !== 'object' || body.value === null || Array.isArray(body.value)) {
    return undefined;
  }
  return body.value as Record<string, unknown>;
}

/** The fields of a JSON object or a form, which the legacy host and the pages take alike; none for any other body. */
export function anyFields(body: ReceivedBody | undefined): Record<string, unknown> {
  return body?.kind === 'form' ? body.value : (jsonFields(body) ?? {});
}
