import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceivedBody } from '../traffic/received-body.js';
import { PageDesk } from './page-desk.js';

@Controller()
export class PagesController {
  constructor(private readonly desk: PageDesk) {}

  @Get()
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.home(request, reply);
  }

  @Get('emulator/people/:key')
  person(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('key') key: string) {
    this.desk.person(request, reply, key);
  }

  @Post('emulator/people/:key/withdraw')
  withdraw(@Res() reply: FastifyReply, @Param('key') key: string, @Body() body?: ReceivedBody) {
    this.desk.withdraw(reply, key, body);
  }

  @Get('emulator/faults')
  faults(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    this.desk.faults(request, reply);
  }

  @Post('emulator/faults')
  setFault(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.desk.setFault(request, reply, body);
  }

  @Post('emulator/faults/clear')
  clearFault(@Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.desk.clearFault(reply, body);
  }

  @Post('emulator/faults/reset')
  resetFaults(@Res() reply: FastifyReply) {
    this.desk.resetFaults(reply);
  }

  @Post('emulator/settings')
  changeSettings(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body?: ReceivedBody) {
    this.desk.changeSettings(request, reply, body);
  }

  @Get('emulator/language/:language')
  chooseLanguage(@Res() reply: FastifyReply, @Param('language') language: string, @Query('back') back?: string) {
    this.desk.chooseLanguage(reply, language, back);
  }

  @Get('emulator/avatars/:file')
  avatar(@Res() reply: FastifyReply, @Param('file') file: string) {
    this.desk.avatar(reply, file);
  }
}
