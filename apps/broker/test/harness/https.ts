import { request } from 'node:https';
import type { Certificate } from './certificates.js';

interface AskOverTls {
  /** Whom to trust, PEM. */
  readonly ca: string;
  readonly shows?: Certificate | undefined;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

export interface TlsAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** One request on a connection of its own, with or without a certificate; `refused` if the connection does not come about. */
export async function askOverTls(url: string, ask: AskOverTls): Promise<TlsAnswer | 'refused'> {
  const { ca, shows, headers, json, form } = ask;
  const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  return new Promise((resolve) => {
    const call = request(
      url,
      {
        ca,
        ...shows,
        method: ask.method ?? (body === undefined ? 'GET' : 'POST'),
        agent: false,
        timeout: 60_000,
        headers: { ...(body !== undefined && { 'content-type': type }), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: jsonOf(Buffer.concat(chunks)) }));
        response.on('error', () => resolve('refused'));
      },
    );
    call.on('error', () => resolve('refused')).on('timeout', () => call.destroy());
    call.end(body);
  });
}

function jsonOf(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return {};
  }
}
