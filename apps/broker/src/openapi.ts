import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { FileMasterKey } from '@app/vault';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import { brokerModule } from './broker.module.js';
import { readConfig } from './config.js';
import { openApiDocument } from './openapi-document.js';

/** The OpenAPI document without a running broker: in preview Nest reads the routes and makes nothing behind them. */
export async function describeApi(): Promise<OpenAPIObject> {
  const broker = brokerModule({
    config: readConfig({ DATABASE_URL: 'postgres://nowhere.invalid/none', MASTER_KEY_FILE: 'none' }),
    masterKey: FileMasterKey.parse(`preview:${randomBytes(32).toString('base64')}`, 'preview'),
    log: pino({ level: 'silent' }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(broker, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return openApiDocument(app);
}
