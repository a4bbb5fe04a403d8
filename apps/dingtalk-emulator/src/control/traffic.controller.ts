import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { Faults } from '../faults/faults.js';
import { Counters } from '../traffic/counters.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { FaultControl } from './fault-control.js';

@Controller('emulator/api')
export class TrafficController {
  constructor(
    private readonly faults: Faults,
    private readonly faultControl: FaultControl,
    private readonly callCounters: Counters,
  ) {}

  @Get('faults')
  all() {
    return { faults: this.faults.all() };
  }

  @Put('faults/:name')
  set(@Param('name') name: string, @Body() body?: ReceivedBody) {
    return this.faultControl.set(name, body);
  }

  @Delete('faults/:name')
  @HttpCode(204)
  clear(@Param('name') name: string) {
    this.faultControl.clear(name);
  }

  @Delete('faults')
  @HttpCode(204)
  clearAll() {
    this.faults.clearAll();
  }

  @Get('counters')
  counters() {
    return { ...this.callCounters.snapshot(), held: this.faults.held.count };
  }

  @Delete('counters')
  @HttpCode(204)
  clearCounters() {
    this.callCounters.clear();
  }
}
