import { SigningKeys } from '@app/callers';
import {
  type AccessTokenResponse,
  accessTokenRequest,
  accessTokenResponse,
  authorizationServerMetadata,
  jsonWebKeySet,
  oauthError,
} from '@app/contract';
import { BrokerError } from '@app/errors';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req, UsePipes } from '@nestjs/common';
import { ApiBasicAuth, ApiConsumes, ApiDefaultResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AllowClients, Public } from '../access/access.js';
import { certificateOf } from '../access/certificate-of.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { AuthenticateCaller } from './authenticate-caller.js';
import { clientCredentialsOf } from './client-credentials.js';
import { IssueAccessToken } from './issue-access-token.js';
import { AuthorizationServerMetadata } from './metadata.js';

@ApiTags('Access tokens')
@Controller()
@UsePipes(new DecodePipe())
export class OauthController {
  constructor(
    @Inject(AuthenticateCaller) private readonly authenticateCaller: AuthenticateCaller,
    @Inject(IssueAccessToken) private readonly issueAccessToken: IssueAccessToken,
    @Inject(SigningKeys) private readonly signingKeys: SigningKeys,
    @Inject(AuthorizationServerMetadata) private readonly metadata: AuthorizationServerMetadata,
  ) {}

  @Post('oauth2/token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowClients()
  @ApiOperation({
    operationId: 'issueAccessToken',
    summary: 'Get an access token for the broker (RFC 6749 section 4.4)',
  })
  @ApiBasicAuth('caller')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOkResponse({ standardSchema: accessTokenResponse })
  @ApiDefaultResponse({ standardSchema: oauthError, description: 'An error; `error` and `code` say which' })
  async token(
    @Req() { headers: { authorization }, raw }: FastifyRequest,
    @Body({ schema: accessTokenRequest }) form: z.infer<typeof accessTokenRequest>,
  ): Promise<AccessTokenResponse> {
    if (form.grant_type !== 'client_credentials') throw unsupportedGrantType();
    const certificate = certificateOf(raw.socket);
    const caller = await this.authenticateCaller.execute(clientCredentialsOf(authorization, form, certificate));
    return this.issueAccessToken.execute(caller, certificate);
  }

  @Get('.well-known/oauth-authorization-server')
  @Public('clients read it before they have credentials (RFC 8414)')
  @ApiOperation({ operationId: 'authorizationServerMetadata', summary: 'Authorization server metadata (RFC 8414)' })
  @ApiOkResponse({ standardSchema: authorizationServerMetadata })
  describe() {
    return this.metadata.document;
  }

  @Get('.well-known/jwks.json')
  @Public('public keys (RFC 7517)')
  @ApiOperation({ operationId: 'jwks', summary: 'Keys that sign access tokens (RFC 7517)' })
  @ApiOkResponse({ standardSchema: jsonWebKeySet })
  async jwks() {
    return this.signingKeys.jwks();
  }
}

function unsupportedGrantType(): BrokerError {
  return new BrokerError('invalid_request', {
    detail: 'grant_type must be client_credentials.',
    members: {
      error: 'unsupported_grant_type',
      errors: [{ pointer: '/grant_type', reason: 'must be client_credentials' }],
    },
  });
}
