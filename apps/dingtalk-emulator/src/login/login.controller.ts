import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { LoginDesk } from './login-desk.js';

@Controller('oauth2')
export class LoginController {
  constructor(private readonly desk: LoginDesk) {}

  @Get(['auth', 'challenge.htm'])
  visit(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: Record<string, unknown>) {
    this.desk.visit(request, reply, query);
  }

  @Post('auth/person')
  signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.desk.signIn(request, reply, body);
  }

  @Post('auth/switch')
  switchAccount(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.switchAccount(request, reply);
  }

  @Post('auth/decision')
  decide(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query() query: Record<string, unknown>,
    @Body() body?: ReceivedBody,
  ) {
    this.desk.decide(request, reply, query, body);
  }
}
