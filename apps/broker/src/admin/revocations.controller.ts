import {
  type JobResponse,
  jobResponse,
  type ListRevocationsQuery,
  listRevocationsQuery,
  type Page,
  type PreviewRevocationsRequest,
  previewRevocationsRequest,
  type RevocationPreviewBody,
  type RevocationResponse,
  type RevokeInBulkRequest,
  revocationPreview,
  revocationResponse,
  revocationsPage,
  revokeInBulkRequest,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { BulkRevocations } from './bulk-revocations.js';
import { LongJobs } from './long-jobs.js';
import { Revocations } from './revocations.js';

@ApiTags('Revocations')
@Controller('admin/v1/revocations')
@UsePipes(new DecodePipe())
export class RevocationsController {
  constructor(
    @Inject(Revocations) private readonly revocations: Revocations,
    @Inject(BulkRevocations) private readonly bulk: BulkRevocations,
    @Inject(LongJobs) private readonly jobs: LongJobs,
  ) {}

  @Get()
  @AdminRoute('revocations:read', 'listRevocations', 'List revocations with their receipts, newest first')
  @ApiOkResponse({ standardSchema: revocationsPage })
  async list(@Query({ schema: listRevocationsQuery }) query: ListRevocationsQuery): Promise<Page<RevocationResponse>> {
    return this.revocations.list(query);
  }

  @Get(':id')
  @AdminRoute('revocations:read', 'getRevocation', 'Read one revocation with its receipt')
  @ApiOkResponse({ standardSchema: revocationResponse })
  async get(@Param('id', { schema: uuid }) id: string): Promise<RevocationResponse> {
    return this.revocations.get(id);
  }

  @Post('preview')
  @HttpCode(200)
  @AdminRoute('grants:revoke', 'previewRevocations', 'See in numbers what a bulk revocation would end')
  @ApiOkResponse({ standardSchema: revocationPreview })
  async preview(
    @Req() request: OperatorRequest,
    @Body({ schema: previewRevocationsRequest }) { filter }: PreviewRevocationsRequest,
  ): Promise<RevocationPreviewBody> {
    return this.bulk.preview(filter, actOf(request));
  }

  @Post()
  @HttpCode(202)
  @AdminRoute('grants:revoke', 'revokeInBulk', 'End exactly the grants of a preview, as a job', { fresh: true })
  @ApiAcceptedResponse({ standardSchema: jobResponse })
  async revoke(
    @Req() request: OperatorRequest,
    @Body({ schema: revokeInBulkRequest }) { previewToken, reason }: RevokeInBulkRequest,
  ): Promise<JobResponse> {
    return this.jobs.get(await this.bulk.confirm(previewToken, reason, actOf(request)));
  }
}
