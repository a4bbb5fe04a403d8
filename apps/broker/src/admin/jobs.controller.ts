import { type JobResponse, jobResponse, uuid } from '@app/contract';
import { Controller, Get, HttpCode, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { LongJobs } from './long-jobs.js';

@ApiTags('Jobs')
@Controller('admin/v1/jobs')
@UsePipes(new DecodePipe())
export class JobsController {
  constructor(@Inject(LongJobs) private readonly jobs: LongJobs) {}

  @Get(':id')
  @AdminRoute('jobs:read', 'getJob', 'Read how far a job is')
  @ApiOkResponse({ standardSchema: jobResponse })
  async get(@Param('id', { schema: uuid }) id: string): Promise<JobResponse> {
    return this.jobs.get(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @AdminRoute('jobs:cancel', 'cancelJob', 'Stop a job after the step it is at; what is done stays done')
  @ApiOkResponse({ standardSchema: jobResponse })
  async cancel(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<JobResponse> {
    return this.jobs.cancel(id, actOf(request));
  }
}
