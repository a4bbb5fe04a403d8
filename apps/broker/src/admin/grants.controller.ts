import {
  type GrantUserBody,
  grantsPage,
  grantUsers,
  type ListedGrant,
  type ListGrantsQuery,
  type ListQuery,
  listedGrant,
  listGrantsQuery,
  listQuery,
  type Page,
  type RevocationReceiptBody,
  type RevokeGrantRequest,
  revocationReceipt,
  revokeGrantRequest,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { Grants } from './grants.js';

@ApiTags('Grants')
@Controller('admin/v1/grants')
@UsePipes(new DecodePipe())
export class GrantsController {
  constructor(@Inject(Grants) private readonly grants: Grants) {}

  @Get()
  @AdminRoute('grants:read', 'listGrants', 'List grants')
  @ApiOkResponse({ standardSchema: grantsPage })
  async list(@Query({ schema: listGrantsQuery }) query: ListGrantsQuery): Promise<Page<ListedGrant>> {
    return this.grants.list(query);
  }

  @Get(':id')
  @AdminRoute('grants:read', 'getGrant', 'Read one grant')
  @ApiOkResponse({ standardSchema: listedGrant })
  async get(@Param('id', { schema: uuid }) id: string): Promise<ListedGrant> {
    return this.grants.get(id);
  }

  @Get(':id/callers')
  @AdminRoute('grants:read', 'listGrantUsers', 'Which callers have used a grant, the latest first')
  @ApiOkResponse({ standardSchema: grantUsers })
  async users(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<Page<GrantUserBody>> {
    return this.grants.users(id, query);
  }

  @Post(':id/observe')
  @HttpCode(200)
  @AdminRoute('grants:observe', 'observeGrant', 'Ask DingTalk now which scopes are still granted')
  @ApiOkResponse({ standardSchema: listedGrant })
  async observe(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<ListedGrant> {
    return this.grants.observe(id, actOf(request));
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @AdminRoute('grants:suspend', 'suspendGrant', 'Stop hand-outs of a grant; its tokens are kept')
  @ApiOkResponse({ standardSchema: listedGrant })
  async suspend(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<ListedGrant> {
    return this.grants.suspend(id, actOf(request));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @AdminRoute('grants:suspend', 'resumeGrant', 'Let a suspended grant go on')
  @ApiOkResponse({ standardSchema: listedGrant })
  async resume(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<ListedGrant> {
    return this.grants.resume(id, actOf(request));
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @AdminRoute('grants:revoke', 'revokeGrant', 'End a grant; the receipt says what is still live and until when')
  @ApiOkResponse({ standardSchema: revocationReceipt })
  async revoke(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: revokeGrantRequest }) body: RevokeGrantRequest,
  ): Promise<RevocationReceiptBody> {
    return this.grants.revoke(id, body.reason, actOf(request));
  }
}
