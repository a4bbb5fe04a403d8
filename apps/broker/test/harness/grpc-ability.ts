import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { projectFile } from './project.js';

const contract = loadSync(['tokenbroker/v1/plugin_ability.proto'], {
  includeDirs: [projectFile('proto')],
  keepCase: true,
  defaults: true,
  oneofs: true,
});

interface Invocation {
  readonly data: string;
  readonly [member: string]: unknown;
}

/** A service that implements `PluginAbility`, as any other in another language would: from the file of the contract. */
export interface GrpcAbilityService {
  readonly address: string;
  readonly calls: readonly Invocation[];
  readonly authorizations: readonly string[];
  close(): Promise<void>;
}

/** Answers with what it was told; `data.refuse` is a failure it shall answer with, `data.status` a gRPC status. */
export async function servePluginAbility(): Promise<GrpcAbilityService> {
  const calls: Invocation[] = [];
  const authorizations: string[] = [];
  const server = new Server();
  server.addService(contract['tokenbroker.v1.PluginAbility'] as ServiceDefinition, {
    Invoke({ request, metadata }: ServerUnaryCall<Invocation, object>, answer: sendUnaryData<object>) {
      calls.push(request);
      authorizations.push(String(metadata.get('authorization')[0]));
      const { refuse, status: name, ...said } = JSON.parse(request.data);
      if (name) answer({ code: status[name as keyof typeof status] as number, details: 'told to' });
      else if (refuse) answer(null, { failure: refuse });
      else answer(null, { result: JSON.stringify({ said }) });
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    calls,
    authorizations,
    close: () => new Promise((resolve) => server.tryShutdown(() => resolve())),
  };
}
