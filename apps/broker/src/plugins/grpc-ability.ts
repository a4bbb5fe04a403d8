import type { pluginGrpc } from '@app/contract';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { LRUCache } from 'lru-cache';
import { pluginAbility } from '../grpc/descriptors.js';
import { type AbilityCall, failedService, refusedByService } from './ability-call.js';
import { PluginStop } from './plugin-stop.js';

const KEEPALIVE_MS = 30_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 1024 * 1024;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Services that implement `PluginAbility`: one connection for each address. A call is never made twice. */
export class GrpcAbilities {
  private readonly clients = new LRUCache<string, Client>({ max: 100, dispose: (client) => client.close() });

  /** What the ability answered. Throws `PluginStop`. */
  async invoke(call: AbilityCall): Promise<unknown> {
    const { result, failure } = await this.call(call);
    if (failure) throw refusedByService(failure.code, failure.message, failure.reason);
    if (result === undefined) throw failedService('neither result nor failure');
    try {
      return JSON.parse(result);
    } catch {
      throw failedService('its result is not JSON');
    }
  }

  close(): void {
    this.clients.clear();
  }

  private async call(call: AbilityCall): Promise<pluginGrpc.InvokeResponse> {
    const { ability, serviceToken } = call;
    const { path, requestSerialize, responseDeserialize } = pluginAbility;
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${serviceToken.reveal()}`);
    const deadline = Date.now() + ability.timeoutSeconds * 1_000;
    return new Promise((resolve, reject) => {
      this.clientOf(ability.address).makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize as (bytes: Buffer) => pluginGrpc.InvokeResponse,
        requestOf(call),
        metadata,
        { deadline },
        (error, answer) => (error || !answer ? reject(stopOf(error, ability.timeoutSeconds)) : resolve(answer)),
      );
    });
  }

  private clientOf(address: string): Client {
    const known = this.clients.get(address);
    if (known) return known;
    const { protocol, hostname, port } = new URL(address);
    const security = protocol === 'https:' ? credentials.createSsl() : credentials.createInsecure();
    const client = new Client(`${hostname}:${port || DEFAULT_PORTS[protocol]}`, security, {
      'grpc.keepalive_time_ms': KEEPALIVE_MS,
      'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
      'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
      'grpc.enable_retries': 0,
    });
    this.clients.set(address, client);
    return client;
  }
}

function requestOf(call: AbilityCall): pluginGrpc.InvokeRequest {
  const { ability, requestId, pluginId, pluginVersion, data, person, handle, handleExpiresAt } = call;
  const milliseconds = handleExpiresAt.getTime();
  return {
    request_id: requestId,
    ability_key: ability.abilityKey,
    plugin_id: pluginId ?? '',
    plugin_version: pluginVersion ?? '',
    data: JSON.stringify(data),
    person: { user_id: person.userId ?? '', union_id: person.unionId, corp_id: person.corpId },
    handle: handle.reveal(),
    handle_expires_at: { seconds: Math.floor(milliseconds / 1_000), nanos: (milliseconds % 1_000) * 1_000_000 },
    scopes: [...ability.scopes],
  };
}

function stopOf(error: ServiceError | null, timeoutSeconds: number): PluginStop {
  switch (error?.code) {
    case status.DEADLINE_EXCEEDED:
      return new PluginStop({ failure: 'service_timed_out' }, `no answer within ${timeoutSeconds} s`);
    case status.UNAVAILABLE:
      return new PluginStop({ failure: 'service_unavailable' }, 'the service cannot be called');
    default:
      return failedService(`gRPC status ${error && status[error.code]}`);
  }
}
