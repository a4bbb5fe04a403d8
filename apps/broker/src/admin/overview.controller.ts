import { type OverviewResponse, overviewResponse } from '@app/contract';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { AdminRoute } from './admin-route.js';
import { Overview } from './overview.js';

@ApiTags('Overview')
@Controller('admin/v1/overview')
export class OverviewController {
  constructor(@Inject(Overview) private readonly overview: Overview) {}

  @Get()
  @AdminRoute('overview:read', 'getOverview', 'The broker’s state at a glance')
  @ApiOkResponse({ standardSchema: overviewResponse })
  async get(@Req() request: OperatorRequest): Promise<OverviewResponse> {
    return this.overview.get(request.operator);
  }
}
