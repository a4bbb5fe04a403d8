import {
  type OverviewResponse,
  type OverviewSeriesQuery,
  type OverviewSeriesResponse,
  overviewResponse,
  overviewSeriesQuery,
  overviewSeriesResponse,
} from '@app/contract';
import { Controller, Get, Inject, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { AdminRoute } from './admin-route.js';
import { Overview } from './overview.js';
import { OverviewSeries } from './overview-series.js';

@ApiTags('Overview')
@Controller('admin/v1/overview')
@UsePipes(new DecodePipe())
export class OverviewController {
  constructor(
    @Inject(Overview) private readonly overview: Overview,
    @Inject(OverviewSeries) private readonly series: OverviewSeries,
  ) {}

  @Get()
  @AdminRoute('overview:read', 'getOverview', 'The broker’s state at a glance')
  @ApiOkResponse({ standardSchema: overviewResponse })
  async get(@Req() request: OperatorRequest): Promise<OverviewResponse> {
    return this.overview.get(request.operator);
  }

  @Get('series')
  @AdminRoute('overview:read', 'getOverviewSeries', 'What happened over time: hand-outs, refreshes, consents, failures')
  @ApiOkResponse({ standardSchema: overviewSeriesResponse })
  async getSeries(
    @Query({ schema: overviewSeriesQuery }) { range }: OverviewSeriesQuery,
  ): Promise<OverviewSeriesResponse> {
    return this.series.read(range);
  }
}
