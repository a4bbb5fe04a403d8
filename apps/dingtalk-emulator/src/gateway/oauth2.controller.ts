import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import type { ReceivedBody } from '../traffic/received-body.js';
import { AuthRules } from './auth-rules.js';
import { ExchangeUserToken } from './exchange-user-token.js';
import { IssueAppToken } from './issue-app-token.js';

@Controller('v1.0/oauth2')
export class Oauth2Controller {
  constructor(
    private readonly exchangeUserToken: ExchangeUserToken,
    private readonly issueAppToken: IssueAppToken,
    private readonly authRules: AuthRules,
  ) {}

  @Post('userAccessToken')
  @HttpCode(200)
  userAccessToken(@Body() body?: ReceivedBody) {
    return this.exchangeUserToken.execute(body);
  }

  @Post('accessToken')
  @HttpCode(200)
  accessToken(@Body() body?: ReceivedBody) {
    return this.issueAppToken.forInternal(body);
  }

  @Post('corpAccessToken')
  @HttpCode(200)
  corpAccessToken(@Body() body?: ReceivedBody) {
    return this.issueAppToken.forCustomer(body);
  }

  @Post('suiteAccessToken')
  @HttpCode(200)
  suiteAccessToken(@Body() body?: ReceivedBody) {
    return this.issueAppToken.forSuite(body);
  }

  @Post(':corpId/token')
  @HttpCode(200)
  corpToken(@Param('corpId') corpId: string, @Body() body?: ReceivedBody) {
    return this.issueAppToken.forOrganisation(corpId, body);
  }

  @Get('authRules/user')
  rules(@Headers('x-acs-dingtalk-access-token') token?: string) {
    return this.authRules.read(token);
  }
}
