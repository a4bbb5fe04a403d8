import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.js';
import { Health } from './health.js';
import { Metrics } from './metrics.js';

@ApiExcludeController()
@Controller()
export class OperationsController {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  @Public('a process supervisor has no credentials; it learns that the process answers')
  healthz() {
    return { ok: true };
  }

  @Get('readyz')
  @Public('a load balancer has no credentials; it learns which part is not ready')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply) {
    const checks = await this.health.check();
    const ok = checks.every((check) => check.ok || check.name === 'audit_partitions');
    void reply.code(ok ? 200 : 503);
    return { ok, checks };
  }

  @Get('metrics')
  @Public('Prometheus has no credentials; keep it inside with OPERATIONS_PORT')
  @Header('cache-control', 'no-store')
  async prometheus(@Res({ passthrough: true }) reply: FastifyReply) {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
