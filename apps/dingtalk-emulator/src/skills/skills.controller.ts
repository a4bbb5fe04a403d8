import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { SkillPart } from './skill-part.js';

@Controller('emulator')
export class SkillsController {
  constructor(private readonly skill: SkillPart) {}

  @Get('skills')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    this.skill.desk.show(request, reply, query);
  }

  @Post('skills')
  send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
    @Body() body?: ReceivedBody,
  ) {
    return this.skill.desk.start(request, reply, query, body);
  }

  @Get('skills/:id')
  conversation(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    this.skill.conversationDesk.show(request, reply, id);
  }

  @Post('skills/:id/decision')
  press(@Res() reply: FastifyReply, @Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.skill.conversationDesk.decide(reply, id, body);
  }

  @Post('api/skills/conversations')
  start(@Body() body?: ReceivedBody) {
    return this.skill.control.start(body);
  }

  @Get('api/skills/conversations')
  list() {
    return this.skill.conversations.list();
  }

  @Get('api/skills/conversations/:id')
  find(@Param('id') id: string) {
    return this.skill.conversations.show(id);
  }

  @Post('api/skills/conversations/:id/decision')
  @HttpCode(200)
  decide(@Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.skill.conversations.decide(id, body);
  }
}
