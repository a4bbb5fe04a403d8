import { Controller, Get, Headers, Param } from '@nestjs/common';
import { Profiles } from './profiles.js';

@Controller('v1.0/contact')
export class ContactController {
  constructor(private readonly profiles: Profiles) {}

  @Get('users/:unionId')
  user(
    @Param('unionId') unionId: string,
    @Headers('host') host: string,
    @Headers('x-acs-dingtalk-access-token') token?: string,
  ) {
    return this.profiles.read(token, unionId, `http://${host}`);
  }
}
