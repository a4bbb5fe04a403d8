import {
  type CancelConsentRequest,
  type ConsentRequestResponse,
  cancelConsentRequest,
  consentRequestResponse,
  consentRequestsPage,
  type ListConsentRequestsQuery,
  listConsentRequestsQuery,
  type Page,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ConsentRequests } from './consent-requests.js';

@ApiTags('Consents')
@Controller('admin/v1/consents')
@UsePipes(new DecodePipe())
export class ConsentRequestsController {
  constructor(@Inject(ConsentRequests) private readonly consents: ConsentRequests) {}

  @Get()
  @AdminRoute('consents:read', 'listConsents', 'List consents: who was asked by which service, newest first')
  @ApiOkResponse({ standardSchema: consentRequestsPage })
  async list(
    @Query({ schema: listConsentRequestsQuery }) query: ListConsentRequestsQuery,
  ): Promise<Page<ConsentRequestResponse>> {
    return this.consents.list(query);
  }

  @Get(':id')
  @AdminRoute('consents:read', 'readConsent', 'Read one consent')
  @ApiOkResponse({ standardSchema: consentRequestResponse })
  async get(@Param('id', { schema: uuid }) id: string): Promise<ConsentRequestResponse> {
    return this.consents.get(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @AdminRoute('consents:cancel', 'cancelConsent', 'Cancel an open consent: its link answers nobody any more')
  @ApiOkResponse({ standardSchema: consentRequestResponse })
  async cancel(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: cancelConsentRequest }) { reason }: CancelConsentRequest,
  ): Promise<ConsentRequestResponse> {
    return this.consents.cancel(id, reason, actOf(request));
  }
}
