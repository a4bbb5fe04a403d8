import { createRequire } from 'node:module';
import path from 'node:path';
import { Client, credentials, type ServiceError, status as statuses } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { methodOf } from './grpc-unary.js';

interface ReflectionAnswer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
}

/** One question to the reflection service, as a tool such as grpcurl asks it. */
async function reflect(address: string, question: object): Promise<ReflectionAnswer> {
  const library = path.dirname(createRequire(import.meta.url).resolve('@grpc/reflection'));
  const loaded = loadSync('grpc/reflection/v1/reflection.proto', {
    includeDirs: [path.join(library, '..', 'proto')],
  });
  const service = loaded['grpc.reflection.v1.ServerReflection'] as ServiceDefinition;
  const { path: method, requestSerialize, responseDeserialize } = methodOf(service.ServerReflectionInfo);
  const client = new Client(address, credentials.createInsecure());
  try {
    return await new Promise<ReflectionAnswer>((resolve, reject) => {
      const call = client.makeBidiStreamRequest(method, requestSerialize, responseDeserialize);
      call.on('data', resolve).on('error', (error: ServiceError) => {
        if (error.code !== statuses.CANCELLED) reject(error);
      });
      call.write(question);
      call.end();
    });
  } finally {
    client.close();
  }
}

/** What a server says it serves. */
export async function servicesAt(address: string): Promise<string[]> {
  const { listServicesResponse } = await reflect(address, { listServices: '' });
  return (listServicesResponse?.service ?? []).map(({ name }) => name);
}

/** The files that describe a symbol, as one `FileDescriptorSet`. */
export async function filesOf(address: string, symbol: string): Promise<Buffer> {
  const { fileDescriptorResponse } = await reflect(address, { fileContainingSymbol: symbol });
  return Buffer.concat(
    (fileDescriptorResponse?.fileDescriptorProto ?? []).flatMap((file) => [
      Buffer.of(0x0a, ...varint(file.length)),
      file,
    ]),
  );
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
