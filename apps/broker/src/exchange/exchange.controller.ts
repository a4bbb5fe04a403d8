import {
  type ExchangeAuthCodeRequest,
  type ExchangeAuthCodeResponse,
  exchangeAuthCodeRequest,
  exchangeAuthCodeResponse,
  problem,
} from '@app/contract';
import { Body, Controller, Header, HttpCode, Inject, Post, Req, UsePipes } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiDefaultResponse,
  ApiForbiddenResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AllowCallers, type CallerRequest } from '../access/access.js';
import { certificateOf } from '../access/certificate-of.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { BringCode } from './bring-code.js';
import { exchangeAskedOf } from './exchange-asked.js';

@ApiTags('Consents')
@ApiBearerAuth('caller-token')
@Controller('v1/grants')
@UsePipes(new DecodePipe())
export class ExchangeController {
  constructor(@Inject(BringCode) private readonly bringCode: BringCode) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowCallers()
  @ApiOperation({
    operationId: 'exchangeAuthCode',
    summary: 'Exchange a code obtained elsewhere for a grant; needs an entitlement with mayBringCodes',
  })
  @ApiOkResponse({ standardSchema: exchangeAuthCodeResponse })
  @ApiForbiddenResponse({
    standardSchema: problem,
    description:
      'forbidden_by_policy, rule may_bring_codes among others; identity_unavailable; or what a hand-out answers, with grantId',
  })
  @ApiDefaultResponse({ standardSchema: problem, description: 'Any other problem; `code` says which' })
  async exchange(
    @Req() { caller, id, raw }: CallerRequest,
    @Body({ schema: exchangeAuthCodeRequest }) body: ExchangeAuthCodeRequest,
  ): Promise<ExchangeAuthCodeResponse> {
    const certificateHash = certificateOf(raw.socket)?.hash ?? null;
    const asking = { callerId: caller.callerId, certificateHash, requestId: id };
    return this.bringCode.execute(exchangeAskedOf(body, asking));
  }
}
