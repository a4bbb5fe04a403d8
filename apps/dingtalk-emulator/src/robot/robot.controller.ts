import { Body, Controller, Delete, Get, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { ChatDesk } from './chat-desk.js';
import { SendToPeople } from './send-to-people.js';

/** The robot's interface of DingTalk, and where one sees what it said. */
@Controller()
export class RobotController {
  constructor(
    private readonly sendToPeople: SendToPeople,
    private readonly desk: ChatDesk,
  ) {}

  @Post('v1.0/robot/oToMessages/batchSend')
  @HttpCode(200)
  send(@Body() body?: ReceivedBody, @Headers('x-acs-dingtalk-access-token') token?: string) {
    return this.sendToPeople.execute(token, body);
  }

  @Get('emulator/chat')
  chat(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    this.desk.show(request, reply, query);
  }

  @Get('emulator/api/robot-messages')
  list(@Query('person') person?: string) {
    return this.desk.list(person);
  }

  @Delete('emulator/api/robot-messages')
  @HttpCode(204)
  forget() {
    this.desk.forget();
  }
}
