import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Calendars } from '../gateway/calendars.js';
import { Todos } from '../gateway/todos.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { ConsentControl } from './consent-control.js';

@Controller('emulator/api')
export class ConsentController {
  constructor(
    private readonly consent: ConsentControl,
    private readonly todos: Todos,
    private readonly calendars: Calendars,
  ) {}

  @Post('codes')
  issueCode(@Body() body?: ReceivedBody) {
    return this.consent.issueCode(body);
  }

  @Post('grants')
  grant(@Body() body?: ReceivedBody) {
    return this.consent.grant(body);
  }

  @Get('consents')
  consents(@Query('clientId') clientId?: string, @Query('person') person?: string) {
    return this.consent.list(clientId, person);
  }

  @Post('consents/withdraw')
  @HttpCode(200)
  withdraw(@Body() body?: ReceivedBody) {
    return this.consent.withdraw(body);
  }

  @Post('tokens/expire')
  @HttpCode(200)
  expire(@Body() body?: ReceivedBody) {
    return this.consent.expire(body);
  }

  @Get('todos')
  todosOf(@Query('person') person?: string) {
    return { todos: this.todos.of(person) };
  }

  @Get('calendar-events')
  eventsOf(@Query('person') person?: string) {
    return { events: this.calendars.of(person) };
  }
}
