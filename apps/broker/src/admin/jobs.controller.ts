import {
  type JobResponse,
  jobResponse,
  jobsPage,
  type ListJobsQuery,
  listJobsQuery,
  type Page,
  uuid,
} from '@app/contract';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
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

  @Get()
  @AdminRoute('jobs:read', 'listJobs', 'List long work that operators asked for, newest first')
  @ApiOkResponse({ standardSchema: jobsPage })
  async list(@Query({ schema: listJobsQuery }) query: ListJobsQuery): Promise<Page<JobResponse>> {
    return this.jobs.list(query);
  }

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

  @Post(':id/pause')
  @HttpCode(200)
  @AdminRoute('jobs:pause', 'pauseJob', 'Let a job wait after the step it is at, until it is resumed')
  @ApiOkResponse({ standardSchema: jobResponse })
  async pause(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<JobResponse> {
    return this.jobs.pause(id, actOf(request));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @AdminRoute('jobs:pause', 'resumeJob', 'Let a paused job go on from where it stood')
  @ApiOkResponse({ standardSchema: jobResponse })
  async resume(@Req() request: OperatorRequest, @Param('id', { schema: uuid }) id: string): Promise<JobResponse> {
    return this.jobs.resume(id, actOf(request));
  }
}
