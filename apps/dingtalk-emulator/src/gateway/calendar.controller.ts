import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { Calendars, type EventWindow } from './calendars.js';

@Controller('v1.0/calendar/users/:userId')
export class CalendarController {
  constructor(private readonly calendars: Calendars) {}

  @Post('calendars/:calendarId/events')
  @HttpCode(200)
  create(
    @Param('userId') userId: string,
    @Param('calendarId') calendarId: string,
    @Body() body?: ReceivedBody,
    @Headers('x-client-token') clientToken?: string,
    @Headers('x-acs-dingtalk-access-token') token?: string,
  ) {
    return this.calendars.create(token, userId, calendarId, body, clientToken);
  }

  @Get(['calendars/:calendarId/events', 'calendars/:calendarId/eventsview'])
  list(
    @Param('userId') userId: string,
    @Param('calendarId') calendarId: string,
    @Query() window: EventWindow,
    @Headers('x-acs-dingtalk-access-token') token?: string,
  ) {
    return this.calendars.list(token, userId, calendarId, window);
  }

  @Post('querySchedule')
  @HttpCode(200)
  busyTimes(
    @Param('userId') userId: string,
    @Body() body?: ReceivedBody,
    @Headers('x-acs-dingtalk-access-token') token?: string,
  ) {
    return this.calendars.busyTimes(token, userId, body);
  }
}
