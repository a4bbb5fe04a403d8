import { type LookupQuery, type LookupResponse, lookupQuery, lookupResponse } from '@app/contract';
import { Controller, Get, Inject, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { AdminRoute } from './admin-route.js';
import { Lookup } from './lookup.js';

@ApiTags('Overview')
@Controller('admin/v1/lookup')
@UsePipes(new DecodePipe())
export class LookupController {
  constructor(@Inject(Lookup) private readonly lookup: Lookup) {}

  @Get()
  @AdminRoute('overview:read', 'lookUp', 'Find what an id, a name or a permission point is')
  @ApiOkResponse({ standardSchema: lookupResponse })
  async find(
    @Req() request: OperatorRequest,
    @Query({ schema: lookupQuery }) { q }: LookupQuery,
  ): Promise<LookupResponse> {
    return this.lookup.find(q, request.operator);
  }
}
