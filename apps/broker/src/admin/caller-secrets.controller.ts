import {
  type CallerSecretResponse,
  callerSecretResponse,
  callerSecretsPage,
  type Page,
  type RotateSecretRequest,
  type RotateSecretResponse,
  rotateSecretRequest,
  rotateSecretResponse,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ManageCallerSecrets } from './manage-caller-secrets.js';

@ApiTags('Callers')
@Controller('admin/v1/callers/:id')
@UsePipes(new DecodePipe())
export class CallerSecretsController {
  constructor(@Inject(ManageCallerSecrets) private readonly secrets: ManageCallerSecrets) {}

  @Get('secrets')
  @AdminRoute('callers:read', 'listCallerSecrets', 'List a caller’s secrets, and when each was last used')
  @ApiOkResponse({ standardSchema: callerSecretsPage })
  async list(@Param('id', { schema: uuid }) id: string): Promise<Page<CallerSecretResponse>> {
    return { items: await this.secrets.list(id), nextCursor: null };
  }

  @Post('secrets/:secretId/end')
  @HttpCode(200)
  @AdminRoute('callers:write', 'endCallerSecret', 'End the secret that was replaced, before its overlap runs out')
  @ApiOkResponse({ standardSchema: callerSecretResponse })
  async end(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Param('secretId', { schema: uuid }) secretId: string,
  ): Promise<CallerSecretResponse> {
    return this.secrets.end(id, secretId, actOf(request));
  }

  @Post('rotate-secret')
  @HttpCode(200)
  @AdminRoute(
    'callers:write',
    'rotateCallerSecret',
    'Replace a caller’s secret; the new one is in the answer this once',
  )
  @ApiOkResponse({ standardSchema: rotateSecretResponse })
  async rotate(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: rotateSecretRequest }) { overlapSeconds }: RotateSecretRequest,
  ): Promise<RotateSecretResponse> {
    return this.secrets.rotate(id, overlapSeconds, actOf(request));
  }
}
