import { isLoopbackHost } from '@app/outbound';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * A cookie of this host alone, out of reach of scripts and of other sites' requests, top-level navigation excepted. `__Host-` needs the
 * Secure attribute, which browsers accept on https and on loopback.
 */
export class HostCookie {
  private readonly name: string;
  private readonly attributes: string;

  /** `lifeSeconds` is how long the browser keeps it; what it is good for, its owner decides. */
  constructor(
    publicUrl: string,
    name: string,
    private readonly lifeSeconds: number,
  ) {
    const { protocol, hostname } = new URL(publicUrl);
    const secure = protocol === 'https:' || isLoopbackHost(hostname);
    this.name = secure ? `__Host-${name}` : name;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  read(request: FastifyRequest): string | undefined {
    const pairs = (request.headers.cookie ?? '').split(/;\s*/);
    return pairs.find((pair) => pair.startsWith(`${this.name}=`))?.slice(this.name.length + 1);
  }

  write(reply: FastifyReply, value: string): void {
    void reply.header('set-cookie', `${this.name}=${value}; ${this.attributes}; Max-Age=${this.lifeSeconds}`);
  }

  clear(reply: FastifyReply): void {
    void reply.header('set-cookie', `${this.name}=; ${this.attributes}; Max-Age=0`);
  }
}
