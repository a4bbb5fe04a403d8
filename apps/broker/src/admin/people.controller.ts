import {
  type ListPeopleQuery,
  type ListQuery,
  type ListReachQuery,
  listPeopleQuery,
  listQuery,
  listReachQuery,
  type Page,
  type PersonDetail,
  type PersonResponse,
  type PersonUseBody,
  peoplePage,
  personDetail,
  personUses,
  type ReachResponse,
  reachPage,
  unionId,
} from '@app/contract';
import { Controller, Get, Inject, Param, Query, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { People } from './people.js';
import { ReachableBy } from './reachable-by.js';

@ApiTags('People')
@Controller('admin/v1/people')
@UsePipes(new DecodePipe())
export class PeopleController {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(ReachableBy) private readonly reachableBy: ReachableBy,
  ) {}

  @Get()
  @AdminRoute('people:read', 'listPeople', 'List people who have granted something, by name')
  @ApiOkResponse({ standardSchema: peoplePage })
  async listPeople(@Query({ schema: listPeopleQuery }) query: ListPeopleQuery): Promise<Page<PersonResponse>> {
    return this.people.list(query);
  }

  @Get(':unionId')
  @AdminRoute('people:read', 'getPerson', 'Read one person: organisations, what is live now, open consents')
  @ApiOkResponse({ standardSchema: personDetail })
  async get(@Param('unionId', { schema: unionId }) person: string): Promise<PersonDetail> {
    return this.people.get(person);
  }

  @Get(':unionId/uses')
  @AdminRoute('people:read', 'listPersonUses', 'Which services used a person’s grants, and what for; recorded')
  @ApiOkResponse({ standardSchema: personUses })
  async uses(
    @Req() request: OperatorRequest,
    @Param('unionId', { schema: unionId }) person: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<Page<PersonUseBody>> {
    return this.people.uses(person, query, actOf(request));
  }

  @Get(':unionId/reachable-by')
  @AdminRoute('callers:read', 'listReach', 'Who can get this person’s tokens; reading it is recorded', { fresh: true })
  @ApiOkResponse({ standardSchema: reachPage })
  async list(
    @Req() request: OperatorRequest,
    @Param('unionId', { schema: unionId }) person: string,
    @Query({ schema: listReachQuery }) query: ListReachQuery,
  ): Promise<Page<ReachResponse>> {
    return this.reachableBy.list(person, query, actOf(request));
  }
}
