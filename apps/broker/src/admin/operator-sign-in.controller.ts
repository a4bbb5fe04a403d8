import { problem, type SignInWaysResponse, signInWaysResponse } from '@app/contract';
import { Controller, Get, Header, Inject, UseGuards } from '@nestjs/common';
import { ApiDefaultResponse, ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/access.js';
import { SignInWays } from '../access/sign-in-ways.js';
import { OperatorSignInGuard } from './operator-sign-in.guard.js';

@ApiTags('Operators')
@Controller('admin/sign-in')
export class OperatorSignInController {
  constructor(@Inject(SignInWays) private readonly ways: SignInWays) {}

  /** Never reached: the guard redirects to DingTalk, or throws. */
  @Get()
  @ApiExcludeEndpoint()
  @UseGuards(OperatorSignInGuard)
  @Public('this is where operators say who they are')
  signIn(): void {
    throw new Error('The sign-in guard neither redirected nor refused');
  }

  @Get('ways')
  @Header('cache-control', 'no-store')
  @Public('whoever is to sign in has to see how')
  @ApiOperation({ operationId: 'getSignInWays', summary: 'How can operators sign in in a browser?' })
  @ApiOkResponse({ standardSchema: signInWaysResponse })
  @ApiDefaultResponse({ standardSchema: problem, description: 'A problem; `code` says which' })
  async all(): Promise<SignInWaysResponse> {
    return this.ways.all();
  }
}
