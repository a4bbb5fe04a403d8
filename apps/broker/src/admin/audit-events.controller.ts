import {
  type AuditEventResponse,
  type AuditRecordResponse,
  auditEventsPage,
  auditRecordResponse,
  type ExportAuditEventsQuery,
  exportAuditEventsQuery,
  type ListAuditEventsQuery,
  listAuditEventsQuery,
  type Page,
  uuid,
} from '@app/contract';
import { Controller, Get, Inject, Param, Query, Req, StreamableFile, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { AuditExport } from './audit-export.js';
import { AuditTrail } from './audit-trail.js';

@ApiTags('Audit')
@Controller('admin/v1/audit-events')
@UsePipes(new DecodePipe())
export class AuditEventsController {
  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(AuditExport) private readonly auditExport: AuditExport,
  ) {}

  @Get()
  @AdminRoute('audit:read', 'listAuditEvents', 'Search the audit trail, newest first; the search is recorded')
  @ApiOkResponse({ standardSchema: auditEventsPage })
  async list(
    @Req() request: OperatorRequest,
    @Query({ schema: listAuditEventsQuery }) query: ListAuditEventsQuery,
  ): Promise<Page<AuditEventResponse>> {
    return this.trail.list(query, actOf(request));
  }

  @Get('export')
  @AdminRoute('audit:read', 'exportAuditEvents', 'A range of the audit trail as JSON Lines with its proof; recorded')
  @ApiOkResponse({
    content: { 'application/x-ndjson': { schema: { type: 'string', format: 'binary' } } },
    description: 'commands/verify-audit-export.mjs checks it',
  })
  async export(
    @Req() request: OperatorRequest,
    @Query({ schema: exportAuditEventsQuery }) query: ExportAuditEventsQuery,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.auditExport.execute(query, actOf(request)), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="audit.jsonl"',
    });
  }

  @Get(':id')
  @AdminRoute(
    'audit:read',
    'getAuditEvent',
    'Read one record, with its hash and the checkpoint that covers it; recorded',
  )
  @ApiOkResponse({ standardSchema: auditRecordResponse })
  async get(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<AuditRecordResponse> {
    return this.trail.get(id, actOf(request));
  }
}
