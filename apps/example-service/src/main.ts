import type { AddressInfo } from 'node:net';
import { clientSecret, TokenBrokerClient } from '@app/client';
import { readConfig } from './config.js';
import { CreateTodo } from './create-todo.js';
import { PlanMeeting } from './plan-meeting.js';
import { serve } from './server.js';
import { Skill } from './skill.js';

try {
  const {
    brokerUrl,
    brokerGrpc,
    clientId,
    clientSecret: secret,
    dingtalkUrl,
    application,
    skill,
    host,
    port,
  } = readConfig(process.env);
  const broker = new TokenBrokerClient({
    url: brokerUrl,
    ...(brokerGrpc !== undefined && { grpc: { address: brokerGrpc } }),
    credentials: clientSecret(clientId, secret),
    onTrouble: (error) => say({ trouble: String(error) }),
    onRevocation: ({ revocationId, userId }) => say({ revoked: userId, revocationId }),
  });
  const server = serve(
    new PlanMeeting({ broker, dingtalkUrl, application }),
    skill && new Skill(new CreateTodo({ broker, brokerUrl, dingtalkUrl, ...skill.todo }), skill.key),
  );
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close(() => void broker.close({ giveBack: true }).then(() => process.exit(0)));
    server.closeIdleConnections();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  if (process.argv.includes('--exit-with-stdin')) process.stdin.once('end', stop).once('error', stop).resume();
  server.listen(port, host, () =>
    say({ ready: true, url: `http://${host}:${(server.address() as AddressInfo).port}` }),
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
