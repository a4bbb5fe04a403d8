import { type ErasePersonRequest, erasePersonRequest, type JobResponse, jobResponse, unionId } from '@app/contract';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { LongJobs } from './long-jobs.js';
import { PersonErasures } from './person-erasures.js';

@ApiTags('People')
@Controller('admin/v1/people')
@UsePipes(new DecodePipe())
export class PersonErasuresController {
  constructor(
    @Inject(PersonErasures) private readonly erasures: PersonErasures,
    @Inject(LongJobs) private readonly jobs: LongJobs,
  ) {}

  @Post(':unionId/erase')
  @HttpCode(202)
  @AdminRoute(
    'people:erase',
    'erasePerson',
    'Forget a person, as a job: grants end, traces go, the trail keeps a pseudonym',
    {
      fresh: true,
    },
  )
  @ApiAcceptedResponse({ standardSchema: jobResponse })
  async erase(
    @Req() request: OperatorRequest,
    @Param('unionId', { schema: unionId }) person: string,
    @Body({ schema: erasePersonRequest }) { reason }: ErasePersonRequest,
  ): Promise<JobResponse> {
    return this.jobs.get(await this.erasures.start(person, reason, actOf(request)));
  }
}
