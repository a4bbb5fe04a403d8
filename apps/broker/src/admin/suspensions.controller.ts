import {
  corpId,
  type ListSuspensionsQuery,
  listSuspensionsQuery,
  type Page,
  type SuspensionEffectQuery,
  type SuspensionEffectResponse,
  type SuspensionRequest,
  type SuspensionResponse,
  scopeCode,
  suspensionEffectQuery,
  suspensionEffectResponse,
  suspensionRequest,
  suspensionResponse,
  suspensionsPage,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { SuspensionActs } from './suspension-acts.js';
import { SuspensionEffect } from './suspension-effect.js';

@ApiTags('Suspensions')
@Controller('admin/v1')
@UsePipes(new DecodePipe())
export class SuspensionsController {
  constructor(
    @Inject(SuspensionActs) private readonly acts: SuspensionActs,
    @Inject(SuspensionEffect) private readonly effect: SuspensionEffect,
  ) {}

  @Get('suspensions')
  @AdminRoute('suspensions:read', 'listSuspensions', 'List suspensions of organisations and scopes, newest first')
  @ApiOkResponse({ standardSchema: suspensionsPage })
  async list(@Query({ schema: listSuspensionsQuery }) query: ListSuspensionsQuery): Promise<Page<SuspensionResponse>> {
    return this.acts.list(query);
  }

  @Get('suspensions/effect')
  @AdminRoute(
    'suspensions:read',
    'previewSuspension',
    'What suspending an organisation or a scope would stop, in numbers',
  )
  @ApiOkResponse({ standardSchema: suspensionEffectResponse })
  async effectOf(
    @Query({ schema: suspensionEffectQuery }) { corpId = '', scope }: SuspensionEffectQuery,
  ): Promise<SuspensionEffectResponse> {
    return this.effect.of(scope === undefined ? { kind: 'organisation', corpId } : { kind: 'scope', scope });
  }

  @Post('organisations/:corpId/suspend')
  @HttpCode(200)
  @AdminRoute('suspensions:write', 'suspendOrganisation', 'Stop consents and hand-outs of an organisation')
  @ApiOkResponse({ standardSchema: suspensionResponse })
  async suspendOrganisation(
    @Req() request: OperatorRequest,
    @Param('corpId', { schema: corpId }) organisation: string,
    @Body({ schema: suspensionRequest }) { reason }: SuspensionRequest,
  ): Promise<SuspensionResponse> {
    return this.acts.suspend({ kind: 'organisation', corpId: organisation }, reason, actOf(request));
  }

  @Post('organisations/:corpId/resume')
  @HttpCode(200)
  @AdminRoute('suspensions:write', 'resumeOrganisation', 'Let a suspended organisation go on')
  @ApiOkResponse({ standardSchema: suspensionResponse })
  async resumeOrganisation(
    @Req() request: OperatorRequest,
    @Param('corpId', { schema: corpId }) organisation: string,
    @Body({ schema: suspensionRequest }) { reason }: SuspensionRequest,
  ): Promise<SuspensionResponse> {
    return this.acts.resume({ kind: 'organisation', corpId: organisation }, reason, actOf(request));
  }

  @Post('scopes/:scope/suspend')
  @HttpCode(200)
  @AdminRoute('suspensions:write', 'suspendScope', 'Stop hand-outs of a scope, and of every raw token that carries it')
  @ApiOkResponse({ standardSchema: suspensionResponse })
  async suspendScope(
    @Req() request: OperatorRequest,
    @Param('scope', { schema: scopeCode }) scope: string,
    @Body({ schema: suspensionRequest }) { reason }: SuspensionRequest,
  ): Promise<SuspensionResponse> {
    return this.acts.suspend({ kind: 'scope', scope }, reason, actOf(request));
  }

  @Post('scopes/:scope/resume')
  @HttpCode(200)
  @AdminRoute('suspensions:write', 'resumeScope', 'Let a suspended scope be handed out again')
  @ApiOkResponse({ standardSchema: suspensionResponse })
  async resumeScope(
    @Req() request: OperatorRequest,
    @Param('scope', { schema: scopeCode }) scope: string,
    @Body({ schema: suspensionRequest }) { reason }: SuspensionRequest,
  ): Promise<SuspensionResponse> {
    return this.acts.resume({ kind: 'scope', scope }, reason, actOf(request));
  }
}
