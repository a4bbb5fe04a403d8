import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { SkillControl } from './skill-control.js';
import { SkillDesk } from './skill-desk.js';

@Controller('emulator')
export class SkillsController {
  constructor(
    private readonly desk: SkillDesk,
    private readonly control: SkillControl,
  ) {}

  @Get('skills')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    this.desk.show(request, reply, query);
  }

  @Post('skills')
  send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
    @Body() body?: ReceivedBody,
  ) {
    return this.desk.start(request, reply, query, body);
  }

  @Get('skills/:id')
  conversation(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    this.desk.conversation(request, reply, id);
  }

  @Post('skills/:id/decision')
  press(@Res() reply: FastifyReply, @Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.desk.decide(reply, id, body);
  }

  @Get('api/skills/conversations')
  list() {
    return this.control.list();
  }

  @Post('api/skills/conversations')
  start(@Body() body?: ReceivedBody) {
    return this.control.start(body);
  }

  @Get('api/skills/conversations/:id')
  find(@Param('id') id: string) {
    return this.control.show(id);
  }

  @Post('api/skills/conversations/:id/decision')
  @HttpCode(200)
  decide(@Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.control.decide(id, body);
  }
}
