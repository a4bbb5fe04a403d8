import {
  type IssueTokenRequest,
  type IssueTokenResponse,
  issueTokenRequest,
  issueTokenResponse,
  problem,
} from '@app/contract';
import { Body, Controller, Header, HttpCode, Inject, Post, Req, UsePipes } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiDefaultResponse,
  ApiForbiddenResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AllowCallers, type CallerRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { HandOutToken } from './hand-out-token.js';

@ApiTags('Tokens')
@ApiBearerAuth('caller-token')
@Controller('v1')
@UsePipes(new DecodePipe())
export class HandoutController {
  constructor(@Inject(HandOutToken) private readonly handOutToken: HandOutToken) {}

  @Post('tokens')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowCallers()
  @ApiOperation({ operationId: 'issueToken', summary: 'Get a DingTalk user token for a person' })
  @ApiOkResponse({ standardSchema: issueTokenResponse })
  @ApiForbiddenResponse({
    standardSchema: problem,
    description: 'consent_required, forbidden_by_policy, token_too_broad',
  })
  @ApiServiceUnavailableResponse({ standardSchema: problem, description: 'temporarily_unavailable' })
  @ApiDefaultResponse({ standardSchema: problem, description: 'Any other problem; `code` says which' })
  async issueToken(
    @Req() request: CallerRequest,
    @Body({ schema: issueTokenRequest }) body: IssueTokenRequest,
  ): Promise<IssueTokenResponse> {
    return this.handOutToken.execute({
      callerId: request.caller.callerId,
      application: body.application,
      corpId: body.corpId,
      userId: body.userId,
      unionId: body.unionId,
      scopes: body.scopes,
      minimumSeconds: body.minimumSeconds,
      maxWaitSeconds: body.maxWaitSeconds,
      purpose: body.purpose,
      requestId: request.id,
    });
  }
}
