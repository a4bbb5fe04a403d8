import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../pages/layout.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { clientBridge, readBridge } from './client-bridge.js';
import { ClientDesk } from './client-desk.js';
import { PanelDesk } from './panel-desk.js';

/** What `openAuth` needs of a client: the panel, at its path on n.dingtalk.com, and a client that opens it. */
@Controller()
export class OpenAuthController {
  constructor(
    private readonly desk: PanelDesk,
    private readonly clientDesk: ClientDesk,
  ) {}

  @Get('dingding/h5-common-authority/auth/index.html')
  visit(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    this.desk.visit(request, reply, query);
  }

  @Post('dingding/h5-common-authority/auth/decision')
  decide(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
    @Body() body?: ReceivedBody,
  ) {
    this.desk.decide(request, reply, query, body);
  }

  @Post('dingding/h5-common-authority/auth/person')
  signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.desk.signIn(request, reply, body);
  }

  @Get('emulator/client')
  client(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.clientDesk.show(request, reply);
  }

  @Post('emulator/client')
  openClient(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.clientDesk.open(request, reply, body);
  }

  @Get('emulator/client-bridge.js')
  bridge(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    const script = clientBridge(readBridge(query), originOf(request));
    void reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-store').send(script);
  }
}
