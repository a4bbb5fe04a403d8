import {
  type OperatorSessionResponse,
  type OwnSessionResponse,
  operatorSessionsResponse,
  ownSessionResponse,
} from '@app/contract';
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { OperatorRequest } from '../access/access.js';
import { OperatorBrowsers } from '../access/operator-browsers.js';
import { actOf } from './act.js';
import { AdminRoute } from './admin-route.js';
import { ManageOperators } from './manage-operators.js';
import { ManageSessions } from './manage-sessions.js';

/** What the admin UI asks first, and last. */
@ApiTags('Operators')
@Controller('admin/v1/session')
export class SessionController {
  constructor(
    @Inject(ManageOperators) private readonly operators: ManageOperators,
    @Inject(ManageSessions) private readonly sessions: ManageSessions,
    @Inject(OperatorBrowsers) private readonly browsers: OperatorBrowsers,
  ) {}

  @Get()
  @AdminRoute('overview:read', 'getSession', 'Who is signed in in this browser?')
  @ApiOkResponse({ standardSchema: ownSessionResponse })
  own(@Req() { operator }: OperatorRequest): OwnSessionResponse {
    return { operator: this.operators.own(operator), csrfToken: operator.session?.formToken ?? null };
  }

  @Post('end')
  @HttpCode(200)
  @AdminRoute('overview:read', 'endSession', 'Sign out in this browser')
  @ApiOkResponse({ standardSchema: operatorSessionsResponse, description: 'Where else the operator is signed in' })
  async end(
    @Req() request: OperatorRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: OperatorSessionResponse[] }> {
    this.browsers.forget(reply);
    const { id, session } = request.operator;
    return { items: id !== null && session ? await this.sessions.end(id, session.id, actOf(request)) : [] };
  }
}
