import {
  type ExplainPolicyRequest,
  explainPolicyRequest,
  type HandoutReplay,
  handoutReplay,
  type PolicyExplanation,
  policyExplanation,
  type ReplayHandoutsRequest,
  replayHandoutsRequest,
  uuid,
} from '@app/contract';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ExplainPolicy } from './explain-policy.js';
import { ReplayHandouts } from './replay-handouts.js';

@ApiTags('Policy')
@Controller('admin/v1')
@UsePipes(new DecodePipe())
export class PolicyController {
  constructor(
    @Inject(ExplainPolicy) private readonly explainPolicy: ExplainPolicy,
    @Inject(ReplayHandouts) private readonly replayHandouts: ReplayHandouts,
  ) {}

  @Post('policy/explain')
  @HttpCode(200)
  @AdminRoute('callers:read', 'explainPolicy', 'Would a caller be allowed this, and which rule decides? Recorded')
  @ApiOkResponse({ standardSchema: policyExplanation })
  async explain(
    @Req() request: OperatorRequest,
    @Body({ schema: explainPolicyRequest }) body: ExplainPolicyRequest,
  ): Promise<PolicyExplanation> {
    return this.explainPolicy.execute(body, actOf(request));
  }

  @Post('callers/:id/replay')
  @HttpCode(200)
  @AdminRoute(
    'audit:read',
    'replayHandouts',
    'Which hand-outs of the last 30 days would other entitlements have refused? Recorded',
  )
  @ApiOkResponse({ standardSchema: handoutReplay })
  async replay(
    @Req() request: OperatorRequest,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: replayHandoutsRequest }) body: ReplayHandoutsRequest,
  ): Promise<HandoutReplay> {
    return this.replayHandouts.execute(id.toLowerCase(), body, actOf(request));
  }
}
