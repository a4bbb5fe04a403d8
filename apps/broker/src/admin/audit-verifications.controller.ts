import { type JobResponse, jobResponse, type VerifyAuditRequest, verifyAuditRequest } from '@app/contract';
import { Body, Controller, HttpCode, Inject, Post, Req, UsePipes } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { AuditVerifications } from './audit-verifications.js';
import { LongJobs } from './long-jobs.js';

@ApiTags('Audit')
@Controller('admin/v1/audit-verifications')
@UsePipes(new DecodePipe())
export class AuditVerificationsController {
  constructor(
    @Inject(AuditVerifications) private readonly verifications: AuditVerifications,
    @Inject(LongJobs) private readonly jobs: LongJobs,
  ) {}

  @Post()
  @HttpCode(202)
  @AdminRoute('audit:verify', 'verifyAudit', 'Verify the audit trail, as a job: is every record what was signed?')
  @ApiAcceptedResponse({ standardSchema: jobResponse })
  async verify(
    @Req() request: OperatorRequest,
    @Body({ schema: verifyAuditRequest }) { publishedCheckpoints }: VerifyAuditRequest,
  ): Promise<JobResponse> {
    return this.jobs.get(await this.verifications.start(publishedCheckpoints, actOf(request)));
  }
}
