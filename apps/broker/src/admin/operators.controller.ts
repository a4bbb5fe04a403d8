import {
  type ChangeOperatorRequest,
  type CreateOperatorRequest,
  type CreateOperatorTokenRequest,
  type CreateOperatorTokenResponse,
  changeOperatorRequest,
  createOperatorRequest,
  createOperatorTokenRequest,
  createOperatorTokenResponse,
  type ListQuery,
  listQuery,
  type OperatorResponse,
  type OperatorSessionResponse,
  type OperatorTokenResponse,
  type OwnOperatorResponse,
  operatorResponse,
  operatorSessionsResponse,
  operatorsPage,
  operatorTokenResponse,
  operatorTokensPage,
  ownOperatorResponse,
  type Page,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ManageOperatorTokens } from './manage-operator-tokens.js';
import { ManageOperators } from './manage-operators.js';
import { ManageSessions } from './manage-sessions.js';

@ApiTags('Operators')
@Controller('admin/v1/operators')
@UsePipes(new DecodePipe())
export class OperatorsController {
  constructor(
    @Inject(ManageOperators) private readonly operators: ManageOperators,
    @Inject(ManageOperatorTokens) private readonly tokens: ManageOperatorTokens,
    @Inject(ManageSessions) private readonly sessions: ManageSessions,
  ) {}

  @Get()
  @AdminRoute('operators:read', 'listOperators', 'List who administers the broker')
  @ApiOkResponse({ standardSchema: operatorsPage })
  async list(@Query({ schema: listQuery }) { limit, cursor }: ListQuery): Promise<Page<OperatorResponse>> {
    return this.operators.list(limit, cursor);
  }

  @Post()
  @AdminRoute('operators:write', 'createOperator', 'Make somebody, or a program, an operator', { fresh: true })
  @ApiCreatedResponse({ standardSchema: operatorResponse })
  async create(
    @Req() request: OperatorRequest,
    @Body({ schema: createOperatorRequest }) body: CreateOperatorRequest,
  ): Promise<OperatorResponse> {
    return this.operators.create(body, actOf(request));
  }

  @Get('me')
  @AdminRoute('operators:read', 'getOwnOperator', 'Who am I here, and what may I do?')
  @ApiOkResponse({ standardSchema: ownOperatorResponse })
  me(@Req() { operator }: OperatorRequest): OwnOperatorResponse {
    return this.operators.own(operator);
  }

  @Get(':id')
  @AdminRoute('operators:read', 'getOperator', 'Read one operator')
  @ApiOkResponse({ standardSchema: operatorResponse })
  async get(@Param('id', { schema: uuid }) id: string): Promise<OperatorResponse> {
    return this.operators.get(id);
  }

  @Patch(':id')
  @AdminRoute('operators:write', 'changeOperator', 'Change an operator’s name, role or person', { fresh: true })
  @ApiOkResponse({ standardSchema: operatorResponse })
  async change(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: changeOperatorRequest }) body: ChangeOperatorRequest,
  ): Promise<OperatorResponse> {
    return this.operators.change(id, body, actOf(request));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @AdminRoute('operators:write', 'disableOperator', 'Stop an operator from the next request on')
  @ApiOkResponse({ standardSchema: operatorResponse })
  async disable(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<OperatorResponse> {
    return this.operators.disable(id, actOf(request));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @AdminRoute('operators:write', 'enableOperator', 'Let a disabled operator go on', { fresh: true })
  @ApiOkResponse({ standardSchema: operatorResponse })
  async enable(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<OperatorResponse> {
    return this.operators.enable(id, actOf(request));
  }

  @Get(':id/tokens')
  @AdminRoute('operators:read', 'listOperatorTokens', 'List the tokens of an operator’s programs')
  @ApiOkResponse({ standardSchema: operatorTokensPage })
  async listTokens(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: listQuery }) { limit, cursor }: ListQuery,
  ): Promise<Page<OperatorTokenResponse>> {
    return this.tokens.list(id, limit, cursor);
  }

  @Post(':id/tokens')
  @AdminRoute('operators:write', 'createOperatorToken', 'Create a token for a program; it is in the answer this once', {
    fresh: true,
  })
  @ApiCreatedResponse({ standardSchema: createOperatorTokenResponse })
  async createToken(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: createOperatorTokenRequest }) body: CreateOperatorTokenRequest,
  ): Promise<CreateOperatorTokenResponse> {
    return this.tokens.create(id, body, actOf(request));
  }

  @Post(':id/tokens/:tokenId/revoke')
  @HttpCode(200)
  @AdminRoute('operators:write', 'revokeOperatorToken', 'End a token from the next request on')
  @ApiOkResponse({ standardSchema: operatorTokenResponse })
  async revokeToken(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Param('tokenId', { schema: uuid }) tokenId: string,
  ): Promise<OperatorTokenResponse> {
    return this.tokens.revoke(id, tokenId, actOf(request));
  }

  @Get(':id/sessions')
  @AdminRoute('operators:read', 'listOperatorSessions', 'List where an operator is signed in')
  @ApiOkResponse({ standardSchema: operatorSessionsResponse })
  async listSessions(@Param('id', { schema: uuid }) id: string): Promise<{ items: OperatorSessionResponse[] }> {
    return { items: await this.sessions.list(id) };
  }

  @Post(':id/sessions/end')
  @HttpCode(200)
  @AdminRoute('operators:write', 'endOperatorSessions', 'Sign an operator out everywhere')
  @ApiOkResponse({ standardSchema: operatorSessionsResponse })
  async endSessions(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<{ items: OperatorSessionResponse[] }> {
    return { items: await this.sessions.endAll(id, actOf(request)) };
  }

  @Post(':id/sessions/:sessionId/end')
  @HttpCode(200)
  @AdminRoute('operators:write', 'endOperatorSession', 'Sign an operator out in one browser')
  @ApiOkResponse({ standardSchema: operatorSessionsResponse, description: 'Those that are left' })
  async endSession(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Param('sessionId', { schema: uuid }) sessionId: string,
  ): Promise<{ items: OperatorSessionResponse[] }> {
    return { items: await this.sessions.end(id, sessionId, actOf(request)) };
  }
}
