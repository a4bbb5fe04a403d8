import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KeyServer {
  readonly url: string;
  /** What is answered, by path; anything else is 404. */
  readonly documents: Map<string, { readonly status?: number; readonly location?: string; readonly body: string }>;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** Where a caller or an issuer keeps its public keys, on loopback. */
export async function startKeyServer(): Promise<KeyServer> {
  const documents: KeyServer['documents'] = new Map();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const { status = 200, location, body } = documents.get(path) ?? { status: 404, body: '' };
    response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    documents,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
