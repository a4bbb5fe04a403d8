import type { DingTalkCall } from '@app/dingtalk';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Everything Prometheus reads. Labels are routes, codes and operation names: never a person, never a token. */
export class Metrics {
  private readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [this.registry],
  });

  private readonly handouts = new Counter({
    name: 'handouts_total',
    help: 'Answered requests for a token, by outcome',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  private readonly batches = new Histogram({
    name: 'handout_batch_size',
    help: 'Requests answered by one hand-out statement',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [this.registry],
  });

  private readonly dingtalkCalls = new Histogram({
    name: 'dingtalk_call_duration_seconds',
    help: 'Duration of calls to DingTalk by operation and outcome',
    labelNames: ['operation', 'outcome'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 120],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observeRequests(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode };
      this.requests.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }

  readonly countHandout = (outcome: string): void => this.handouts.inc({ outcome });
  readonly observeBatch = (size: number): void => this.batches.observe(size);
  readonly observeDingTalk = ({ operation, outcome, durationMs }: DingTalkCall): void =>
    this.dingtalkCalls.observe({ operation, outcome }, durationMs / 1000);

  get contentType(): string {
    return this.registry.contentType;
  }

  async text(): Promise<string> {
    return this.registry.metrics();
  }
}
