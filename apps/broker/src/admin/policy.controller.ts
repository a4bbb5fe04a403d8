import {
  type ExplainPolicyRequest,
  explainPolicyRequest,
  type PolicyExplanation,
  policyExplanation,
} from '@app/contract';
import { Body, Controller, HttpCode, Inject, Post, Req, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { OperatorRequest } from '../access/access.js';
import { DecodePipe } from '../http/decode.pipe.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ExplainPolicy } from './explain-policy.js';

@ApiTags('Policy')
@Controller('admin/v1')
@UsePipes(new DecodePipe())
export class PolicyController {
  constructor(@Inject(ExplainPolicy) private readonly explainPolicy: ExplainPolicy) {}

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
}
