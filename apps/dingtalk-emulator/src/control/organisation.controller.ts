import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { OrganisationControl } from './organisation-control.js';

@Controller('emulator/api')
export class OrganisationController {
  constructor(private readonly control: OrganisationControl) {}

  @Get('organisations')
  organisations() {
    return this.control.organisations();
  }

  @Delete('organisations/:corpId')
  @HttpCode(204)
  dissolve(@Param('corpId') corpId: string) {
    this.control.dissolve(corpId);
  }

  @Post('organisations/:corpId/members')
  join(@Param('corpId') corpId: string, @Body() body?: ReceivedBody) {
    return this.control.join(corpId, body);
  }

  @Post('organisations/:corpId/members/leave')
  @HttpCode(204)
  leaveTogether(@Param('corpId') corpId: string, @Body() body?: ReceivedBody) {
    this.control.leaveTogether(corpId, body);
  }

  @Patch('organisations/:corpId/members/:userId')
  changeMember(@Param('corpId') corpId: string, @Param('userId') userId: string, @Body() body?: ReceivedBody) {
    return this.control.changeMember(corpId, userId, body);
  }

  @Delete('organisations/:corpId/members/:userId')
  @HttpCode(204)
  leave(@Param('corpId') corpId: string, @Param('userId') userId: string) {
    this.control.leave(corpId, [userId]);
  }

  @Put('organisations/:corpId/applications/:clientId')
  @HttpCode(204)
  install(@Param('corpId') corpId: string, @Param('clientId') clientId: string) {
    this.control.install(corpId, clientId);
  }

  @Delete('organisations/:corpId/applications/:clientId')
  @HttpCode(204)
  uninstall(@Param('corpId') corpId: string, @Param('clientId') clientId: string) {
    this.control.uninstall(corpId, clientId);
  }

  @Post('applications/:clientId/status')
  @HttpCode(204)
  changeApplication(@Param('clientId') clientId: string, @Body() body?: ReceivedBody) {
    this.control.changeApplication(clientId, body);
  }
}
