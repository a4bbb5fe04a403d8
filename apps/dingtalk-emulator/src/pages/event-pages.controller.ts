import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { EventDesk } from './event-desk.js';

@Controller('emulator')
export class EventPagesController {
  constructor(private readonly desk: EventDesk) {}

  @Get('events')
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.list(request, reply);
  }

  @Post('events')
  send(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    return this.desk.send(request, reply, body);
  }

  @Post('events/resend')
  resend(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    return this.desk.resend(request, reply, body);
  }

  @Post('events/clear')
  clear(@Res() reply: FastifyReply) {
    this.desk.clear(reply);
  }

  @Get('applications/:clientId')
  application(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('clientId') clientId: string) {
    this.desk.application(request, reply, clientId);
  }

  @Post('applications/:clientId/event-push')
  register(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('clientId') clientId: string,
    @Body() body?: ReceivedBody,
  ) {
    return this.desk.register(request, reply, clientId, body);
  }

  @Post('applications/:clientId/event-push/check')
  check(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('clientId') clientId: string) {
    return this.desk.check(request, reply, clientId);
  }

  @Post('applications/:clientId/event-push/remove')
  unregister(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('clientId') clientId: string) {
    return this.desk.unregister(request, reply, clientId);
  }

  @Post('applications/:clientId/connections/disconnect')
  disconnect(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('clientId') clientId: string,
    @Body() body?: ReceivedBody,
  ) {
    return this.desk.disconnect(request, reply, clientId, body);
  }

  @Post('applications/:clientId/connections/cut')
  cut(@Res() reply: FastifyReply, @Param('clientId') clientId: string, @Body() body?: ReceivedBody) {
    return this.desk.cut(reply, clientId, body);
  }
}
