import {
  type ConsentResponse,
  type CreateConsentRequest,
  type CreateConsentResponse,
  consentResponse,
  createConsentRequest,
  createConsentResponse,
  problem,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, Header, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiDefaultResponse,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { AllowCallers, type CallerRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { ConsentLinks } from '../procedures/consent-links.js';
import { consentWantedOf } from './consent-wanted.js';
import { Consents } from './consents.js';
import { RequestConsent } from './request-consent.js';

@ApiTags('Consents')
@ApiBearerAuth('caller-token')
@ApiDefaultResponse({ standardSchema: problem, description: 'Any other problem; `code` says which' })
@Controller('v1/consents')
@UsePipes(new DecodePipe())
export class ConsentsController {
  constructor(
    @Inject(RequestConsent) private readonly requestConsent: RequestConsent,
    @Inject(Consents) private readonly consents: Consents,
    @Inject(ConsentLinks) private readonly links: ConsentLinks,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @AllowCallers()
  @ApiOperation({ operationId: 'createConsent', summary: 'Ask a person for consent: a link to pass on' })
  @ApiCreatedResponse({ standardSchema: createConsentResponse })
  @ApiForbiddenResponse({ standardSchema: problem, description: 'forbidden_by_policy' })
  async create(
    @Req() request: CallerRequest,
    @Body({ schema: createConsentRequest }) body: CreateConsentRequest,
  ): Promise<CreateConsentResponse> {
    const { callerId } = request.caller;
    const link = await this.requestConsent.execute(consentWantedOf(body, { callerId, requestId: request.id }));
    return { ...link, expiresAt: link.expiresAt.toISOString() };
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @AllowCallers()
  @ApiOperation({ operationId: 'getConsent', summary: 'What became of a consent this caller asked for' })
  @ApiOkResponse({ standardSchema: consentResponse })
  @ApiNotFoundResponse({ standardSchema: problem, description: 'not_found' })
  async get(@Req() request: CallerRequest, @Param('id', { schema: uuid }) id: string): Promise<ConsentResponse> {
    const consent = await this.consents.ofCaller(id, request.caller.callerId);
    return {
      ...consent,
      scopes: [...consent.scopes],
      consentUrl: this.links.urlOf(consent.application, consent.consentId),
      createdAt: consent.createdAt.toISOString(),
      expiresAt: consent.expiresAt.toISOString(),
      completedAt: consent.completedAt?.toISOString() ?? null,
      endsAt: consent.endsAt?.toISOString() ?? null,
    };
  }
}
