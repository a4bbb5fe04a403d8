import {
  type AuditEventResponse,
  auditEventsPage,
  type ListAuditEventsQuery,
  listAuditEventsQuery,
  type Page,
} from '@app/contract';
import { Controller, Get, Inject, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { AuditTrail } from './audit-trail.js';

@ApiTags('Audit')
@Controller('admin/v1/audit-events')
@UsePipes(new DecodePipe())
export class AuditEventsController {
  constructor(@Inject(AuditTrail) private readonly trail: AuditTrail) {}

  @Get()
  @AdminRoute('audit:read', 'listAuditEvents', 'Search the audit trail, newest first; the search is recorded')
  @ApiOkResponse({ standardSchema: auditEventsPage })
  async list(
    @Req() request: OperatorRequest,
    @Query({ schema: listAuditEventsQuery }) query: ListAuditEventsQuery,
  ): Promise<Page<AuditEventResponse>> {
    return this.trail.list(query, actOf(request));
  }
}
