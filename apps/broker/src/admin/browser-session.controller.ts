import { type BrowserSessionResponse, browserSessionResponse, problem } from '@app/contract';
import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiDefaultResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { OperatorBrowsers } from '../access/operator-browsers.js';

/** What the admin UI asks before it knows whether to show a page or the way in. */
@ApiTags('Operators')
@Controller('admin/session')
export class BrowserSessionController {
  constructor(@Inject(OperatorBrowsers) private readonly browsers: OperatorBrowsers) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Public('a browser asks whether anybody is signed in in it; nobody is no error')
  @ApiOperation({ operationId: 'getBrowserSession', summary: 'Is an operator signed in in this browser?' })
  @ApiOkResponse({ standardSchema: browserSessionResponse })
  @ApiDefaultResponse({ standardSchema: problem, description: 'A problem; `code` says which' })
  async ask(@Req() request: FastifyRequest): Promise<BrowserSessionResponse> {
    const operator = await this.browsers.operatorOf(request);
    return { csrfToken: operator?.session?.formToken ?? null };
  }
}
