import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';

/** The definition the library types as one of many. */
export const methodOf = (definition: unknown) => definition as MethodDefinition<object, object>;

/** One call with nothing but a definition, however it was come by. Rejects with the library's own error. */
export async function unary(address: string, method: unknown, request: object, metadata: Record<string, string> = {}) {
  const { path: method_, requestSerialize, responseDeserialize } = methodOf(method);
  const client = new Client(address, credentials.createInsecure());
  const sent = new Metadata();
  for (const [name, value] of Object.entries(metadata)) sent.set(name, value);
  try {
    return await new Promise<object>((resolve, reject) => {
      client.makeUnaryRequest(method_, requestSerialize, responseDeserialize, request, sent, (error, answer) =>
        error || !answer ? reject(error) : resolve(answer),
      );
    });
  } finally {
    client.close();
  }
}
