import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { StreamControl } from './stream-control.js';

@Controller('emulator/api')
export class StreamControlController {
  constructor(private readonly control: StreamControl) {}

  @Get('connections')
  list(@Query('clientId') clientId?: string) {
    return this.control.list(clientId);
  }

  @Post('connections/:id/ping')
  @HttpCode(200)
  ping(@Param('id') id: string) {
    return this.control.ping(id);
  }

  @Post('connections/:id/disconnect')
  @HttpCode(202)
  disconnect(@Param('id') id: string, @Body() body?: ReceivedBody) {
    return this.control.disconnect(id, body);
  }

  @Delete('connections/:id')
  @HttpCode(204)
  cut(@Param('id') id: string) {
    this.control.cut(id);
  }

  @Delete('connections')
  @HttpCode(204)
  cutAll(@Query('clientId') clientId?: string) {
    this.control.cutAll(clientId);
  }

  @Post('callbacks')
  @HttpCode(200)
  call(@Body() body?: ReceivedBody) {
    return this.control.call(body);
  }

  @Get('callbacks')
  counts() {
    return this.control.counts();
  }

  @Post('callbacks/storm')
  @HttpCode(202)
  startStorm(@Body() body?: ReceivedBody) {
    return this.control.startStorm(body);
  }

  @Get('callbacks/storm')
  storm() {
    return this.control.stormProgress();
  }
}
