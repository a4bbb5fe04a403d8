import {
  type CallerHistoryPage,
  type CallerResponse,
  callerHistoryPage,
  callerResponse,
  type ListQuery,
  listQuery,
  type RestoreCallerRequest,
  restoreCallerRequest,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { CallerHistory } from './caller-history.js';
import { Callers } from './callers.js';

@ApiTags('Callers')
@Controller('admin/v1/callers/:id')
@UsePipes(new DecodePipe())
export class CallerHistoryController {
  constructor(
    @Inject(CallerHistory) private readonly history: CallerHistory,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @Get('history')
  @AdminRoute('callers:read', 'listCallerHistory', 'Read what a caller was entitled to, version by version')
  @ApiOkResponse({ standardSchema: callerHistoryPage })
  async list(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<CallerHistoryPage> {
    return this.history.list(id, query);
  }

  @Post('restore')
  @HttpCode(200)
  @AdminRoute(
    'callers:write',
    'restoreCaller',
    'Entitle a caller again to what it was entitled to in an earlier version',
  )
  @ApiOkResponse({ standardSchema: callerResponse })
  async restore(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: restoreCallerRequest }) body: RestoreCallerRequest,
  ): Promise<CallerResponse> {
    await this.history.restore(id.toLowerCase(), body, actOf(request));
    return this.callers.get(id);
  }
}
