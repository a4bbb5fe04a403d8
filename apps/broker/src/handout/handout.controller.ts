import { PossessionProofs } from '@app/callers';
import {
  type BatchTokensRequest,
  type BatchTokensResponse,
  batchTokensRequest,
  batchTokensResponse,
  type IssueHandleRequest,
  type IssueHandleResponse,
  type IssueTokenRequest,
  type IssueTokenResponse,
  issueHandleRequest,
  issueHandleResponse,
  issueTokenRequest,
  issueTokenResponse,
  problem,
  type ReturnHandoutResponse,
  type RevocationReceiptBody,
  type RevokeGrantRequest,
  returnHandoutResponse,
  revocationReceipt,
  revokeGrantRequest,
  uuid,
} from '@app/contract';
import { BrokerError } from '@app/errors';
import { Body, Controller, Header, HttpCode, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiDefaultResponse,
  ApiForbiddenResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AllowCallers, type CallerRequest } from '../access/access.js';
import { certificateOf } from '../access/certificate-of.js';
import { brokerErrorOf } from '../http/broker-error-of.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { logError } from '../http/log-error.js';
import { problemOf } from '../http/problem.js';
import { HandOutHandle } from '../procedures/hand-out-handle.js';
import { HandOutToken } from '../procedures/hand-out-token.js';
import { receiptBodyOf } from '../procedures/receipt-body.js';
import { ReturnHandout } from '../procedures/return-handout.js';
import { type Asking, askedOf } from './asked.js';
import { HandOutBatch } from './hand-out-batch.js';
import { RevokeByCaller } from './revoke-by-caller.js';

@ApiTags('Tokens')
@ApiBearerAuth('caller-token')
@Controller('v1')
@UsePipes(new DecodePipe())
export class HandoutController {
  constructor(
    @Inject(HandOutToken) private readonly handOutToken: HandOutToken,
    @Inject(HandOutHandle) private readonly handOutHandle: HandOutHandle,
    @Inject(HandOutBatch) private readonly handOutBatch: HandOutBatch,
    @Inject(RevokeByCaller) private readonly revokeByCaller: RevokeByCaller,
    @Inject(PossessionProofs) private readonly possessionProofs: PossessionProofs,
    @Inject(ReturnHandout) private readonly returnHandout: ReturnHandout,
  ) {}

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
    return this.handOutToken.execute(askedOf(body, askingOf(request)));
  }

  @Post('handles')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowCallers()
  @ApiOperation({ operationId: 'issueHandle', summary: 'Get a handle for the gateway, narrower than any token' })
  @ApiHeader({
    name: 'DPoP',
    required: false,
    description: 'a proof (RFC 9449): binds the handle to the key that made it',
  })
  @ApiOkResponse({ standardSchema: issueHandleResponse })
  @ApiForbiddenResponse({ standardSchema: problem, description: 'consent_required, forbidden_by_policy' })
  @ApiServiceUnavailableResponse({ standardSchema: problem, description: 'temporarily_unavailable' })
  @ApiDefaultResponse({ standardSchema: problem, description: 'Any other problem; `code` says which' })
  async issueHandle(
    @Req() request: CallerRequest,
    @Body({ schema: issueHandleRequest }) body: IssueHandleRequest,
  ): Promise<IssueHandleResponse> {
    const { ttlSeconds } = body;
    const keyHash = await this.keyHashIn(request);
    // Bound to one of them: whoever proves to have the key has proven more.
    const certificateHash = keyHash ? null : (certificateOf(request.raw.socket)?.hash ?? null);
    return this.handOutHandle.execute(askedOf(body, askingOf(request)), { ttlSeconds, certificateHash, keyHash });
  }

  @Post('tokens/batch')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowCallers()
  @ApiOperation({ operationId: 'issueTokens', summary: 'Get up to 100 tokens at once, an outcome each' })
  @ApiOkResponse({ standardSchema: batchTokensResponse })
  @ApiDefaultResponse({ standardSchema: problem, description: 'A problem of the batch as a whole; `code` says which' })
  async issueTokens(
    @Req() request: CallerRequest,
    @Body({ schema: batchTokensRequest }) { requests }: BatchTokensRequest,
  ): Promise<BatchTokensResponse> {
    const asking = askingOf(request);
    const outcomes = await this.handOutBatch.execute(requests.map((body) => askedOf(body, asking)));
    return {
      outcomes: outcomes.map((outcome) => {
        if ('token' in outcome) return outcome;
        const error = brokerErrorOf(outcome.error);
        logError(error, request.log);
        return { problem: problemOf(error, request.id) };
      }),
    };
  }

  @Post('grants/:grantId/revoke')
  @HttpCode(200)
  @AllowCallers()
  @ApiOperation({ operationId: 'revokeGrantByCaller', summary: 'End a grant; needs an entitlement with mayRevoke' })
  @ApiOkResponse({ standardSchema: revocationReceipt, description: 'The receipt, of the caller’s own hand-outs' })
  @ApiForbiddenResponse({ standardSchema: problem, description: 'forbidden_by_policy, rule may_revoke' })
  @ApiDefaultResponse({ standardSchema: problem, description: 'Any other problem; `code` says which' })
  async revokeGrant(
    @Req() request: CallerRequest,
    @Param('grantId', { schema: uuid }) grantId: string,
    @Body({ schema: revokeGrantRequest }) { reason }: RevokeGrantRequest,
  ): Promise<RevocationReceiptBody> {
    const { callerId } = request.caller;
    const receipt = await this.revokeByCaller.execute({ callerId, grantId, reason, requestId: request.id });
    return receiptBodyOf(receipt);
  }

  @Post('handouts/:handoutId/return')
  @HttpCode(200)
  @AllowCallers()
  @ApiOperation({ operationId: 'returnHandout', summary: 'Say that a hand-out of one’s own is no longer held' })
  @ApiOkResponse({ standardSchema: returnHandoutResponse })
  @ApiDefaultResponse({ standardSchema: problem, description: 'A problem; `code` says which' })
  async giveBack(
    @Req() request: CallerRequest,
    @Param('handoutId', { schema: uuid }) handoutId: string,
  ): Promise<ReturnHandoutResponse> {
    const returned = await this.returnHandout.execute(request.caller.callerId, handoutId, request.id);
    return {
      handoutId,
      returnedAt: returned.returnedAt.toISOString(),
      upstreamLiveUntil: returned.upstreamLiveUntil?.toISOString() ?? null,
    };
  }

  /** Of the key to which the handle shall be bound, RFC 9449; null without a proof. Throws `invalid_request`. */
  private async keyHashIn({ caller, headers: { dpop }, method }: CallerRequest): Promise<Buffer | null> {
    if (typeof dpop !== 'string') return null;
    const proven = { callerId: caller.callerId, method, path: '/v1/handles', handle: undefined };
    const possession = await this.possessionProofs.check(dpop, proven);
    if ('keyHash' in possession) return possession.keyHash;
    throw BrokerError.invalidRequest([], `The DPoP proof is refused: ${possession.fault}.`);
  }
}

function askingOf({ caller, id }: CallerRequest): Asking {
  return { callerId: caller.callerId, requestId: id };
}
