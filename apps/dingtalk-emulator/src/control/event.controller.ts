import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { EventControl } from './event-control.js';

@Controller('emulator/api')
export class EventController {
  constructor(private readonly events: EventControl) {}

  @Post('events')
  send(@Body() body?: ReceivedBody) {
    return this.events.send(body);
  }

  @Get('events')
  list(@Query('clientId') clientId?: string, @Query('type') type?: string, @Query('eventId') eventId?: string) {
    return this.events.list({ clientId, type, eventId });
  }

  @Delete('events')
  @HttpCode(204)
  clear() {
    this.events.clear();
  }

  @Get('events/:id')
  one(@Param('id') id: string) {
    return this.events.one(id);
  }

  @Post('events/:id/resend')
  @HttpCode(202)
  resend(@Param('id') id: string) {
    return this.events.resend(id);
  }

  @Get('applications/:clientId/event-push')
  pushAddress(@Param('clientId') clientId: string) {
    return this.events.pushAddress(clientId);
  }

  @Put('applications/:clientId/event-push')
  register(@Param('clientId') clientId: string, @Body() body?: ReceivedBody) {
    return this.events.register(clientId, body);
  }

  @Delete('applications/:clientId/event-push')
  @HttpCode(204)
  unregister(@Param('clientId') clientId: string) {
    this.events.unregister(clientId);
  }

  @Post('applications/:clientId/event-push/check')
  @HttpCode(200)
  check(@Param('clientId') clientId: string) {
    return this.events.check(clientId);
  }
}
