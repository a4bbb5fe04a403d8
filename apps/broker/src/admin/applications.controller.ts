import {
  type ApplicationCheckResponse,
  type ApplicationHealthResponse,
  type ApplicationResponse,
  applicationCheckResponse,
  applicationHealthResponse,
  applicationName,
  applicationResponse,
  applicationsPage,
  type ChangeApplicationRequest,
  changeApplicationRequest,
  type Page,
  type RegisterApplicationRequest,
  registerApplicationRequest,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Req, UsePipes } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { CheckApplication } from './application-check/check-application.js';
import { ApplicationHealth } from './application-health.js';
import { Applications } from './applications.js';

@ApiTags('Applications')
@Controller('admin/v1/applications')
@UsePipes(new DecodePipe())
export class ApplicationsController {
  constructor(
    @Inject(Applications) private readonly applications: Applications,
    @Inject(CheckApplication) private readonly checkApplication: CheckApplication,
    @Inject(ApplicationHealth) private readonly health: ApplicationHealth,
  ) {}

  @Get()
  @AdminRoute('applications:read', 'listApplications', 'List the registered DingTalk applications')
  @ApiOkResponse({ standardSchema: applicationsPage })
  async list(): Promise<Page<ApplicationResponse>> {
    return { items: await this.applications.list(), nextCursor: null };
  }

  @Post()
  @AdminRoute('applications:write', 'registerApplication', 'Register a DingTalk application')
  @ApiCreatedResponse({ standardSchema: applicationResponse })
  async register(
    @Req() request: OperatorRequest,
    @Body({ schema: registerApplicationRequest }) body: RegisterApplicationRequest,
  ): Promise<ApplicationResponse> {
    return this.applications.register(body, actOf(request));
  }

  @Post('check')
  @HttpCode(200)
  @AdminRoute('applications:write', 'checkDraftApplication', 'Check an application at DingTalk before registering it')
  @ApiOkResponse({ standardSchema: applicationCheckResponse })
  async checkDraft(
    @Req() request: OperatorRequest,
    @Body({ schema: registerApplicationRequest }) body: RegisterApplicationRequest,
  ): Promise<ApplicationCheckResponse> {
    return this.checkApplication.draft(body, actOf(request));
  }

  @Post(':name/check')
  @HttpCode(200)
  @AdminRoute('applications:write', 'checkApplication', 'Check a registered application at DingTalk')
  @ApiOkResponse({ standardSchema: applicationCheckResponse })
  async check(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
  ): Promise<ApplicationCheckResponse> {
    return this.checkApplication.registered(name, actOf(request));
  }

  @Get(':name')
  @AdminRoute('applications:read', 'getApplication', 'Read one application')
  @ApiOkResponse({ standardSchema: applicationResponse })
  async get(@Param('name', { schema: applicationName }) name: string): Promise<ApplicationResponse> {
    return this.applications.get(name);
  }

  @Get(':name/health')
  @AdminRoute('applications:read', 'getApplicationHealth', 'How an application is doing, and who depends on it')
  @ApiOkResponse({ standardSchema: applicationHealthResponse })
  async getHealth(@Param('name', { schema: applicationName }) name: string): Promise<ApplicationHealthResponse> {
    return this.health.get(name);
  }

  @Patch(':name')
  @AdminRoute('applications:write', 'changeApplication', 'Change an application; a new secret keeps its grants')
  @ApiOkResponse({ standardSchema: applicationResponse })
  async change(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
    @Body({ schema: changeApplicationRequest }) body: ChangeApplicationRequest,
  ): Promise<ApplicationResponse> {
    return this.applications.change(name, body, actOf(request));
  }

  @Post(':name/suspend')
  @HttpCode(200)
  @AdminRoute('applications:write', 'suspendApplication', 'Stop consents and hand-outs of an application')
  @ApiOkResponse({ standardSchema: applicationResponse })
  async suspend(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
  ): Promise<ApplicationResponse> {
    return this.applications.suspend(name, actOf(request));
  }

  @Post(':name/resume')
  @HttpCode(200)
  @AdminRoute('applications:write', 'resumeApplication', 'Let a suspended application go on')
  @ApiOkResponse({ standardSchema: applicationResponse })
  async resume(
    @Req() request: OperatorRequest,
    @Param('name', { schema: applicationName }) name: string,
  ): Promise<ApplicationResponse> {
    return this.applications.resume(name, actOf(request));
  }
}
