import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DingTalkHosts } from './hosts.js';

export interface SeenRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Behaviour = (response: ServerResponse, request: SeenRequest) => void;

/** A real HTTP server on a free port that does to a request what the test says, and remembers what it saw. */
export class Wire {
  readonly seen: SeenRequest[] = [];
  behaviour: Behaviour = (response) => response.destroy();
  #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const seen: SeenRequest = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      this.seen.push(seen);
      this.behaviour(response, seen);
    });
  }

  static async listen(): Promise<Wire> {
    const wire = new Wire();
    await new Promise<void>((listening) => wire.#server.listen(0, '127.0.0.1', listening));
    return wire;
  }

  get hosts(): DingTalkHosts {
    const origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { loginUrl: origin, apiUrl: origin, oapiUrl: origin };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Behaviour {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
