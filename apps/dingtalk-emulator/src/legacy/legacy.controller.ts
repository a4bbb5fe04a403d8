import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { FailedEvents } from './failed-events.js';
import { LegacyTokens } from './legacy-tokens.js';
import { Members } from './members.js';

@Controller()
export class LegacyController {
  constructor(
    private readonly tokens: LegacyTokens,
    private readonly members: Members,
    private readonly failedEvents: FailedEvents,
  ) {}

  @Get('gettoken')
  internalToken(@Query('appkey') appkey?: string, @Query('appsecret') appsecret?: string) {
    return { errcode: 0, ...this.tokens.forInternal(appkey, appsecret), errmsg: 'ok' };
  }

  @Get('sns/gettoken')
  personalToken(@Query('appid') appid?: string, @Query('appsecret') appsecret?: string) {
    return { errcode: 0, ...this.tokens.forPersonal(appid, appsecret), errmsg: 'ok' };
  }

  @Post('topapi/user/getbyunionid')
  @HttpCode(200)
  byUnionId(@Req() { id }: FastifyRequest, @Query('access_token') token?: string, @Body() body?: ReceivedBody) {
    return wrapped(id, this.members.byUnionId(token, body));
  }

  @Post('topapi/v2/user/getuserinfo')
  @HttpCode(200)
  byInClientCode(@Req() { id }: FastifyRequest, @Query('access_token') token?: string, @Body() body?: ReceivedBody) {
    return wrapped(id, this.members.byInClientCode(token, body));
  }

  @Post('topapi/v2/user/get')
  @HttpCode(200)
  byUserId(@Req() { id }: FastifyRequest, @Query('access_token') token?: string, @Body() body?: ReceivedBody) {
    return wrapped(id, this.members.byUserId(token, body));
  }

  @Get('call_back/get_call_back_failed_result')
  failed(@Query('access_token') token?: string) {
    return { errcode: 0, errmsg: 'ok', ...this.failedEvents.list(token) };
  }
}

const wrapped = <T>(request_id: string, result: T) => ({ errcode: 0, errmsg: 'ok', result, request_id });
