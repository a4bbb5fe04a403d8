import { type ListReachQuery, listReachQuery, type Page, type ReachResponse, reachPage, unionId } from '@app/contract';
import { Controller, Get, Inject, Param, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ReachableBy } from './reachable-by.js';

@ApiTags('People')
@Controller('admin/v1/people')
@UsePipes(new DecodePipe())
export class PeopleController {
  constructor(@Inject(ReachableBy) private readonly reachableBy: ReachableBy) {}

  @Get(':unionId/reachable-by')
  @AdminRoute('callers:read', 'listReach', 'Who can get this person’s tokens; reading it is recorded', { fresh: true })
  @ApiOkResponse({ standardSchema: reachPage })
  async list(
    @Req() request: OperatorRequest,
    @Param('unionId', { schema: unionId }) person: string,
    @Query({ schema: listReachQuery }) query: ListReachQuery,
  ): Promise<Page<ReachResponse>> {
    return this.reachableBy.list(person, query, actOf(request));
  }
}
