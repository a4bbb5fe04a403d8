import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/access.js';
import { OperatorSignInGuard } from './operator-sign-in.guard.js';

@ApiExcludeController()
@Controller('admin/sign-in')
export class OperatorSignInController {
  /** Never reached: the guard redirects to DingTalk, or throws. */
  @Get()
  @UseGuards(OperatorSignInGuard)
  @Public('this is where operators say who they are')
  signIn(): void {
    throw new Error('The sign-in guard neither redirected nor refused');
  }
}
