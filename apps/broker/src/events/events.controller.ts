import { type DingTalkPushAnswer, dingTalkPushAnswer, problem } from '@app/contract';
import { Body, Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiDefaultResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { ReceivePush } from './receive-push.js';

/** DingTalk's form, for whoever reads the document; what does not fit it is refused, counted and logged where the signature is verified. */
const pushBody = {
  type: 'object',
  required: ['encrypt'],
  properties: { encrypt: { type: 'string', description: 'AES-256-CBC, Base64', example: 'YvkvaGe4hQxd3VxRmEty…' } },
};
const pushText = { type: 'string' };

@ApiTags('Events')
@Controller('events')
export class EventsController {
  constructor(@Inject(ReceivePush) private readonly receivePush: ReceivePush) {}

  @Post('dingtalk/:application')
  @HttpCode(200)
  @Public('DingTalk signs what it pushes with a token of the application; nothing else is taken')
  @ApiOperation({ operationId: 'pushDingTalkEvent', summary: 'Where DingTalk pushes the events of an application' })
  @ApiSecurity('dingtalk-signature')
  @ApiQuery({ name: 'timestamp', schema: pushText, description: 'refused when more than an hour from now' })
  @ApiQuery({ name: 'nonce', schema: pushText })
  @ApiBody({ schema: pushBody })
  @ApiOkResponse({ standardSchema: dingTalkPushAnswer, description: 'Stored; what the event does follows' })
  @ApiDefaultResponse({ standardSchema: problem, description: 'A problem; `code` says which' })
  async push(
    @Req() { id: requestId }: FastifyRequest,
    @Param('application') application: string,
    @Query() query: unknown,
    @Body() body: unknown,
  ): Promise<DingTalkPushAnswer> {
    return this.receivePush.execute({ application, query, body, requestId });
  }
}
