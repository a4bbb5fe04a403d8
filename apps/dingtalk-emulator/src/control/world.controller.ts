import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { WorldControl } from './world-control.js';

@Controller('emulator/api')
export class WorldController {
  constructor(private readonly world: WorldControl) {}

  @Get('applications')
  applications() {
    return this.world.applications();
  }

  @Post('applications')
  addApplication(@Body() body?: ReceivedBody) {
    return this.world.addApplication(body);
  }

  @Get('applications/:clientId')
  application(@Param('clientId') clientId: string) {
    return this.world.application(clientId);
  }

  @Patch('applications/:clientId')
  changeApplication(@Param('clientId') clientId: string, @Body() body?: ReceivedBody) {
    return this.world.changeApplication(clientId, body);
  }

  @Delete('applications/:clientId')
  @HttpCode(204)
  removeApplication(@Param('clientId') clientId: string) {
    this.world.removeApplication(clientId);
  }

  @Get('applications/:clientId/suite-ticket')
  suiteTicket(@Param('clientId') clientId: string) {
    return this.world.suiteTicket(clientId);
  }

  @Post('applications/:clientId/suite-ticket')
  pushSuiteTicket(@Param('clientId') clientId: string) {
    return this.world.pushSuiteTicket(clientId);
  }

  @Get('people')
  people(@Query('clientId') clientId?: string) {
    return this.world.people(clientId);
  }

  @Post('people')
  addPeople(@Body() body?: ReceivedBody) {
    return this.world.addPeople(body);
  }

  @Get('settings')
  settings() {
    return this.world.settings();
  }

  @Patch('settings')
  changeSettings(@Body() body?: ReceivedBody) {
    return this.world.changeSettings(body);
  }

  @Post('reset')
  @HttpCode(204)
  reset() {
    this.world.reset();
  }
}
