import type { DingTalkCall } from '@app/dingtalk';
import type { ExpiryForecast } from '@app/vault';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** Everything Prometheus reads. Labels are routes, codes and operation names: never a person, never a token. */
export class Metrics {
  private readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });

  private readonly grpcRequests = new Histogram({
    name: 'grpc_request_duration_seconds',
    help: 'Duration of gRPC calls by method and status',
    labelNames: ['method', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });

  private readonly grpcStreams = new Gauge({
    name: 'grpc_streams_open',
    help: 'Streams that callers keep open, by method',
    labelNames: ['method'],
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

  private readonly events = new Counter({
    name: 'dingtalk_events_total',
    help: 'Events of DingTalk by what became of them; refused ones have no type',
    labelNames: ['application', 'type', 'via', 'outcome'],
    registers: [this.registry],
  });

  private readonly pluginCalls = new Histogram({
    name: 'plugin_call_duration_seconds',
    help: 'Duration of calls of AI plugins by ability and what became of them',
    labelNames: ['application', 'ability', 'outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
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

  /** Read when Prometheus asks; while the database is away, the last ones stay. */
  foretell(read: () => Promise<readonly ExpiryForecast[]>): void {
    const registers = [this.registry];
    const needed = new Gauge({
      name: 'refreshes_needed_per_second',
      help: 'Refreshes a second that keep the grants there are alive',
      labelNames: ['application'],
      registers,
    });
    const allowed = new Gauge({
      name: 'dingtalk_calls_allowed_per_second',
      help: 'Calls a second that DingTalk allows for each of its APIs',
      labelNames: ['application'],
      registers,
    });
    const needing = new Gauge({
      name: 'grants_needing_consent',
      help: 'Grants whose person will have to consent again within so many days',
      labelNames: ['application', 'within_days'],
      registers,
      async collect() {
        for (const forecast of await read().catch(() => [])) {
          const { application, within1Day, within7Days, within30Days } = forecast;
          needing.set({ application, within_days: 1 }, within1Day);
          needing.set({ application, within_days: 7 }, within7Days);
          needing.set({ application, within_days: 30 }, within30Days);
          needed.set({ application }, forecast.refreshesPerSecond);
          allowed.set({ application }, forecast.callsPerSecond);
        }
      },
    });
  }

  readonly observeGrpc = (method: string, status: string, durationMs: number): void =>
    this.grpcRequests.observe({ method, status }, durationMs / 1000);
  readonly countStream = (method: string, change: 1 | -1): void => this.grpcStreams.inc({ method }, change);
  readonly countHandout = (outcome: string): void => this.handouts.inc({ outcome });
  readonly countEvent = (application: string, type: string, via: string, outcome: string): void =>
    this.events.inc({ application, type, via, outcome });
  readonly countPluginCall = (application: string, ability: string, outcome: string, durationMs: number): void =>
    this.pluginCalls.observe({ application, ability, outcome }, durationMs / 1000);
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
