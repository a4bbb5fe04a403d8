import type { FastifyRequest } from 'fastify';

/** Where the admin UI is that a request came from: it may have a port of its own, while DingTalk leads back to the public one. */
export class AdminAddress {
  private readonly hostname: string;

  constructor(publicUrl: string) {
    this.hostname = new URL(publicUrl).hostname;
  }

  /** Null unless it is on the public host, whose cookies hold for each of its ports. Nobody is led anywhere else. */
  of({ protocol, headers }: Pick<FastifyRequest, 'protocol' | 'headers'>): string | null {
    const address = `${protocol}://${headers.host ?? ''}/admin/`;
    return URL.canParse(address) && new URL(address).hostname === this.hostname
      ? new URL('/admin/', address).href
      : null;
  }
}
