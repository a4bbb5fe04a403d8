import { grpcDescriptors } from '@app/contract';
import {
  loadFileDescriptorSetFromBuffer,
  type MessageTypeDefinition,
  type ServiceDefinition,
} from '@grpc/proto-loader';

export const SERVICE = 'tokenbroker.v1.TokenBroker';
const ABILITY_SERVICE = 'tokenbroker.v1.PluginAbility';

/** Everything in `proto/`, by full name. Fields keep the names they have there, or reflection would show others. */
export const definitions = loadFileDescriptorSetFromBuffer(Buffer.from(grpcDescriptors, 'base64'), {
  longs: Number,
  defaults: true,
});

export const tokenBroker = definitions[SERVICE] as ServiceDefinition;

/** What services implement for AI plugins, and the broker calls. */
export const pluginAbility = methodOf(definitions[ABILITY_SERVICE] as ServiceDefinition, 'Invoke');

/** Writes a message that no method answers with, but the details of an error hold. */
export function encoded(name: string, message: object): Buffer {
  return (definitions[name] as MessageTypeDefinition<object, object>).serialize(message);
}

function methodOf(service: ServiceDefinition, name: string) {
  const method = service[name];
  if (!method) throw new Error(`The contract has no ${name}`);
  return method;
}
