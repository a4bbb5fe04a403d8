import {
  type ImportGrantsQuery,
  type ImportRowResponse,
  importGrantsQuery,
  importRowsPage,
  type JobResponse,
  jobResponse,
  type ListImportRowsQuery,
  listImportRowsQuery,
  type Page,
  uuid,
} from '@app/contract';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UsePipes } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../../access/access.js';
import { DecodePipe } from '../../http/decode.pipe.js';
import { actOf } from '../act.js';
import { AdminRoute } from '../admin-route.js';
import { LongJobs } from '../long-jobs.js';
import { Imports } from './imports.js';

const EXAMPLE = '{"application":"demo","refreshToken":"r…","expectedUserId":"zhangsan"}\n';

@ApiTags('Grants')
@Controller('admin/v1')
@UsePipes(new DecodePipe())
export class ImportsController {
  constructor(
    @Inject(Imports) private readonly imports: Imports,
    @Inject(LongJobs) private readonly jobs: LongJobs,
  ) {}

  @Post('grants/import')
  @HttpCode(202)
  @AdminRoute(
    'grants:import',
    'importGrants',
    'Bring refresh tokens of an older system, as a job: one JSON line for each',
    { fresh: true },
  )
  @ApiConsumes('application/x-ndjson')
  @ApiBody({ required: true, schema: { type: 'string', example: EXAMPLE } })
  @ApiAcceptedResponse({ standardSchema: jobResponse })
  async import(
    @Req() request: OperatorRequest,
    @Query({ schema: importGrantsQuery }) { replace }: ImportGrantsQuery,
    @Body() lines: unknown,
  ): Promise<JobResponse> {
    return this.jobs.get(await this.imports.start(lines, replace === 'true', actOf(request)));
  }

  @Get('imports/:jobId/rows')
  @AdminRoute('jobs:read', 'listImportRows', 'List what became of each line of an import')
  @ApiOkResponse({ standardSchema: importRowsPage })
  async list(
    @Param('jobId', { schema: uuid }) jobId: string,
    @Query({ schema: listImportRowsQuery }) query: ListImportRowsQuery,
  ): Promise<Page<ImportRowResponse>> {
    return this.imports.list(jobId, query);
  }
}
