/** `HandOutToken.execute` without HTTP, for `SECONDS` with `CONCURRENCY` requests under way; prints what it measured. */
import 'reflect-metadata';
import { AuditLog } from '@app/audit';
import { FileMasterKey } from '@app/vault';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { brokerModule } from '../apps/broker/src/broker.module.js';
import { readConfig } from '../apps/broker/src/config.js';
import { HandOutLanes } from '../apps/broker/src/procedures/hand-out-lanes.js';
import { HandOutToken } from '../apps/broker/src/procedures/hand-out-token.js';
import { userIdOf, world } from './world.js';

const WARM_UP_SECONDS = 0.5;
const seconds = Number(process.env.SECONDS);
const concurrency = Number(process.env.CONCURRENCY);
const callerId = process.env.CALLER_ID ?? '';

const config = readConfig(process.env);
const masterKey = await FileMasterKey.load(config.masterKeyFile);
const log = pino({ level: 'silent' });
const app = await NestFactory.createApplicationContext(brokerModule({ config, masterKey, log }), { logger: false });
await app.get(AuditLog).ready();
await app.get(HandOutLanes).open();
const handOutToken = app.get(HandOutToken);

await handOutFor(WARM_UP_SECONDS);
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const handouts = await handOutFor(seconds);
const elapsed = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(`${JSON.stringify({ perSecond: handouts / elapsed, cpuMicros: (user + system) / handouts })}\n`);
await app.close();

async function handOutFor(duration: number): Promise<number> {
  const until = performance.now() + duration * 1_000;
  let count = 0;
  const worker = async () => {
    while (performance.now() < until) {
      count += 1;
      await handOutToken.execute({
        callerId,
        application: world.application,
        corpId: undefined,
        userId: userIdOf(count % world.people),
        unionId: undefined,
        scopes: ['Contact.User.Read'],
        minimumSeconds: 60,
        maxWaitSeconds: 60,
        purpose: undefined,
        refused: undefined,
        requestId: 'bench-in-process',
      });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return count;
}
