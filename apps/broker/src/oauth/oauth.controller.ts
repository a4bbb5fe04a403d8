import { SigningKeys } from '@app/callers';
import {
  type AccessTokenResponse,
  accessTokenResponse,
  authorizationServerMetadata,
  type ClientForm,
  type HandleForm,
  handleForm,
  handleRevocationResponse,
  type IntrospectionBody,
  introspectionResponse,
  jsonWebKeySet,
  oauthError,
  TOKEN_EXCHANGE,
  type TokenExchangeResponse,
  type TokenRequestForm,
  tokenExchangeResponse,
  tokenRequest,
} from '@app/contract';
import { BrokerError } from '@app/errors';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req, UsePipes } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiConsumes,
  ApiDefaultResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AllowClients, Public } from '../access/access.js';
import { certificateOf } from '../access/certificate-of.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { AuthenticateCaller, type Shown } from './authenticate-caller.js';
import { ExchangeToken } from './exchange-token.js';
import { IssueAccessToken } from './issue-access-token.js';
import { AuthorizationServerMetadata } from './metadata.js';
import { OwnHandles } from './own-handles.js';

@ApiTags('Access tokens')
@Controller()
@UsePipes(new DecodePipe())
export class OauthController {
  constructor(
    @Inject(AuthenticateCaller) private readonly authenticateCaller: AuthenticateCaller,
    @Inject(IssueAccessToken) private readonly issueAccessToken: IssueAccessToken,
    @Inject(ExchangeToken) private readonly exchangeToken: ExchangeToken,
    @Inject(OwnHandles) private readonly ownHandles: OwnHandles,
    @Inject(SigningKeys) private readonly signingKeys: SigningKeys,
    @Inject(AuthorizationServerMetadata) private readonly metadata: AuthorizationServerMetadata,
  ) {}

  @Post('oauth2/token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowClients()
  @ApiOperation({
    operationId: 'issueAccessToken',
    summary:
      'Get an access token for the broker (RFC 6749 section 4.4), or exchange a person’s id for a token (RFC 8693)',
  })
  @ApiBasicAuth('caller')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOkResponse({ standardSchema: z.union([accessTokenResponse, tokenExchangeResponse]) })
  @ApiDefaultResponse({ standardSchema: oauthError, description: 'An error; `error` and `code` say which' })
  async token(
    @Req() request: FastifyRequest,
    @Body({ schema: tokenRequest }) form: TokenRequestForm,
  ): Promise<AccessTokenResponse | TokenExchangeResponse> {
    const { grant_type: grantType } = form;
    if (grantType !== 'client_credentials' && grantType !== TOKEN_EXCHANGE) throw unsupportedGrantType();
    const shown = shownIn(request, form);
    const caller = await this.authenticateCaller.byCredentials(shown);
    return grantType === TOKEN_EXCHANGE
      ? this.exchangeToken.execute(caller.id, form, request.id)
      : this.issueAccessToken.execute(caller, shown.certificate);
  }

  @Post('oauth2/introspect')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowClients()
  @ApiOperation({ operationId: 'introspectHandle', summary: 'Is a handle of one’s own still good? (RFC 7662)' })
  @ApiBasicAuth('caller')
  @ApiBearerAuth('caller-token')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOkResponse({ standardSchema: introspectionResponse })
  @ApiDefaultResponse({ standardSchema: oauthError, description: 'An error; `error` and `code` say which' })
  async introspect(
    @Req() request: FastifyRequest,
    @Body({ schema: handleForm }) form: HandleForm,
  ): Promise<IntrospectionBody> {
    const caller = await this.authenticateCaller.byCredentialsOrAccessToken(shownIn(request, form));
    return this.ownHandles.introspect(caller, form.token);
  }

  @Post('oauth2/revoke')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @AllowClients()
  @ApiOperation({ operationId: 'revokeHandle', summary: 'End a handle of one’s own (RFC 7009)' })
  @ApiBasicAuth('caller')
  @ApiBearerAuth('caller-token')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOkResponse({
    standardSchema: handleRevocationResponse,
    description: 'It is worth nothing from the next call on, or never was a handle of this caller’s',
  })
  @ApiDefaultResponse({ standardSchema: oauthError, description: 'An error; `error` and `code` say which' })
  async revoke(@Req() request: FastifyRequest, @Body({ schema: handleForm }) form: HandleForm): Promise<object> {
    const caller = await this.authenticateCaller.byCredentialsOrAccessToken(shownIn(request, form));
    await this.ownHandles.revoke(caller, form.token, request.id);
    return {};
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

function shownIn({ headers, raw }: FastifyRequest, form: ClientForm): Shown {
  return { authorization: headers.authorization, form, certificate: certificateOf(raw.socket) };
}

function unsupportedGrantType(): BrokerError {
  const reason = `must be client_credentials or ${TOKEN_EXCHANGE}`;
  return new BrokerError('invalid_request', {
    detail: `grant_type ${reason}.`,
    members: { error: 'unsupported_grant_type', errors: [{ pointer: '/grant_type', reason }] },
  });
}
