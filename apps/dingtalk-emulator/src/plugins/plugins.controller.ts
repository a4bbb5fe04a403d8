import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { PluginPart } from './plugin-part.js';

@Controller('emulator')
export class PluginsController {
  constructor(private readonly plugin: PluginPart) {}

  @Get('plugins')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    this.plugin.desk.show(request, reply, query);
  }

  @Post('plugins')
  send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
    @Body() body?: ReceivedBody,
  ) {
    return this.plugin.desk.start(request, reply, query, body);
  }

  @Post('plugins/callback')
  register(@Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.plugin.desk.registerCallback(reply, body);
  }

  @Get('plugins/:id')
  conversation(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    this.plugin.conversationDesk.show(request, reply, id);
  }

  @Post('plugins/:id/decision')
  press(@Res() reply: FastifyReply, @Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.plugin.conversationDesk.decide(reply, id, body);
  }

  @Post('api/plugins/conversations')
  start(@Body() body?: ReceivedBody) {
    return this.plugin.control.start(body);
  }

  @Get('api/plugins/conversations')
  list() {
    return this.plugin.conversations.list();
  }

  @Get('api/plugins/conversations/:id')
  find(@Param('id') id: string) {
    return this.plugin.conversations.show(id);
  }

  @Post('api/plugins/conversations/:id/decision')
  @HttpCode(200)
  decide(@Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.plugin.conversations.decide(id, body);
  }
}
