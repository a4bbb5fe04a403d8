/** Puts load on the broker's gRPC side: the same requests as over HTTP, on a few connections that carry many calls at once. */
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { cpuMicrosOf } from './load.mjs';

/** As many services as may ask at once; each keeps one connection. */
const CONNECTIONS = 4;

/** Makes what `loadGrpcOnce` sends: `requests` are those of `POST /v1/tokens`. */
export function grpcCallsOf({ address, requests, proto }) {
  const contract = loadSync('tokenbroker/v1/token_broker.proto', { includeDirs: [proto] });
  const { path, requestSerialize, responseDeserialize } = contract['tokenbroker.v1.TokenBroker'].GetToken;
  const clients = Array.from(
    { length: CONNECTIONS },
    // Otherwise the library would let them share one.
    () => new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
  );
  let sent = 0;
  const call = () => {
    const { headers, body } = requests[sent % requests.length];
    const client = clients[sent % clients.length];
    sent += 1;
    const metadata = new Metadata();
    metadata.set('authorization', headers.authorization);
    return new Promise((resolve, reject) => {
      const done = (error, answer) => (error || !answer?.token ? reject(error ?? new Error('no token')) : resolve());
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, JSON.parse(body), metadata, done);
    });
  };
  const close = () => {
    for (const client of clients) client.close();
  };
  return { call, close };
}

/** One round, as `loadOnce` measures one. Throws if any call got anything but a token. */
export async function loadGrpcOnce({ call, connections, seconds, pid }) {
  const latencies = [];
  const cpuBefore = cpuMicrosOf(pid);
  const startedAt = performance.now();
  const worker = async () => {
    while (performance.now() - startedAt < seconds * 1_000) {
      const sentAt = performance.now();
      await call();
      latencies.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const cpuAfter = cpuMicrosOf(pid);
  return {
    requests: latencies.length,
    seconds: (performance.now() - startedAt) / 1_000,
    latencies,
    cpuMicros: cpuBefore === undefined ? undefined : cpuAfter - cpuBefore,
  };
}
