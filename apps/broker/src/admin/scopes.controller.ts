import {
  type ListScopesQuery,
  listScopesQuery,
  type Page,
  type ScopeDetail,
  type ScopeResponse,
  scopeCode,
  scopeDetail,
  scopesPage,
} from '@app/contract';
import { Controller, Get, Inject, Param, Query, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DecodePipe } from '../http/decode.pipe.js';
import { AdminRoute } from './admin-route.js';
import { Scopes } from './scopes.js';

@ApiTags('Scopes')
@Controller('admin/v1/scopes')
@UsePipes(new DecodePipe())
export class ScopesController {
  constructor(@Inject(Scopes) private readonly scopes: Scopes) {}

  @Get()
  @AdminRoute('scopes:read', 'listScopes', 'List permission points: who declares, granted, may ask and used them')
  @ApiOkResponse({ standardSchema: scopesPage })
  async list(@Query({ schema: listScopesQuery }) query: ListScopesQuery): Promise<Page<ScopeResponse>> {
    return this.scopes.list(query);
  }

  @Get(':code')
  @AdminRoute('scopes:read', 'getScope', 'Read one permission point with its callers and their use of it')
  @ApiOkResponse({ standardSchema: scopeDetail })
  async get(@Param('code', { schema: scopeCode }) code: string): Promise<ScopeDetail> {
    return this.scopes.get(code);
  }
}
