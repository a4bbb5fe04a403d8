import {
  type CallerResponse,
  type ChangeCallerRequest,
  type CreateCallerRequest,
  type CreateCallerResponse,
  callerResponse,
  callersPage,
  changeCallerRequest,
  changeCallerResponse,
  createCallerRequest,
  createCallerResponse,
  type ListQuery,
  listQuery,
  type Page,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { Callers } from './callers.js';

@ApiTags('Callers')
@Controller('admin/v1/callers')
@UsePipes(new DecodePipe())
export class CallersController {
  constructor(@Inject(Callers) private readonly callers: Callers) {}

  @Get()
  @AdminRoute('callers:read', 'listCallers', 'List the callers and their entitlements')
  @ApiOkResponse({ standardSchema: callersPage })
  async list(@Query({ schema: listQuery }) { limit, cursor }: ListQuery): Promise<Page<CallerResponse>> {
    return this.callers.list(limit, cursor);
  }

  @Post()
  @AdminRoute('callers:write', 'createCaller', 'Create a caller; its secret is in the answer this once')
  @ApiCreatedResponse({ standardSchema: createCallerResponse })
  async create(
    @Req() request: OperatorRequest,
    @Body({ schema: createCallerRequest }) body: CreateCallerRequest,
  ): Promise<CreateCallerResponse> {
    return this.callers.create(body, actOf(request));
  }

  @Get(':id')
  @AdminRoute('callers:read', 'getCaller', 'Read one caller')
  @ApiOkResponse({ standardSchema: callerResponse })
  async get(@Param('id', { schema: uuid }) id: string): Promise<CallerResponse> {
    return this.callers.get(id);
  }

  @Patch(':id')
  @AdminRoute('callers:write', 'changeCaller', 'Change a caller; entitlements are replaced as a whole')
  @ApiOkResponse({ standardSchema: changeCallerResponse })
  async change(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: changeCallerRequest }) body: ChangeCallerRequest,
  ) {
    return this.callers.change(id, body, actOf(request));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @AdminRoute('callers:write', 'disableCaller', 'Stop a caller from the next hand-out on')
  @ApiOkResponse({ standardSchema: callerResponse })
  async disable(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<CallerResponse> {
    return this.callers.disable(id, actOf(request));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @AdminRoute('callers:write', 'enableCaller', 'Let a disabled caller go on')
  @ApiOkResponse({ standardSchema: callerResponse })
  async enable(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<CallerResponse> {
    return this.callers.enable(id, actOf(request));
  }
}
