import { Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { PersonSessions } from '../access/person-sessions.js';
import { MePageFilter } from './me-page.filter.js';
import { MePages } from './me-pages.js';
import { MyGrants } from './my-grants.js';
import { renderGrants } from './pages/grants-page.js';
import { renderSignIn } from './pages/sign-in-page.js';
import { renderUsage } from './pages/usage-page.js';
import { renderWithdrawal } from './pages/withdrawal-page.js';
import { renderWithdrawn } from './pages/withdrawn-page.js';
import { PersonGuard, type PersonRequest } from './person.guard.js';
import { SignInGuard } from './sign-in.guard.js';
import { StartSignIn } from './start-sign-in.js';
import { WithdrawGrant } from './withdraw-grant.js';

/** What one person has granted, for their own eyes and hands. */
@ApiExcludeController()
@Controller('me')
@UseFilters(MePageFilter)
export class MeController {
  constructor(
    @Inject(PersonSessions) private readonly sessions: PersonSessions,
    @Inject(StartSignIn) private readonly startSignIn: StartSignIn,
    @Inject(MyGrants) private readonly myGrants: MyGrants,
    @Inject(WithdrawGrant) private readonly withdrawGrant: WithdrawGrant,
    @Inject(MePages) private readonly pages: MePages,
  ) {}

  @Get()
  @Public('whoever is not signed in is told how to')
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const person = await this.sessions.find(request);
    if (!person) return this.welcome(request, reply);
    const view = await this.myGrants.list(person, request.id);
    this.pages.show(request, reply, { person, render: (context) => renderGrants(view, context) });
  }

  /** Never reached: the guard redirects to DingTalk, or throws. */
  @Get('sign-in')
  @UseGuards(SignInGuard)
  @Public('this is where people say who they are')
  signIn(): void {
    throw new Error('The sign-in guard neither redirected nor refused');
  }

  @Post('sign-out')
  @UseGuards(PersonGuard)
  @Public('the person’s session is what counts')
  async signOut(@Req() request: PersonRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.end(request, reply);
    goTo(reply, '/me');
  }

  @Get('grants/:id/usage')
  @UseGuards(PersonGuard)
  @Public('the person’s session is what counts')
  async usage(
    @Req() request: PersonRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query('cursor') cursor: unknown,
  ): Promise<void> {
    const { person } = request;
    const from = typeof cursor === 'string' ? cursor : undefined;
    const view = await this.myGrants.usage(person, id, from, request.id);
    this.pages.show(request, reply, { person, render: (context) => renderUsage(view, context) });
  }

  /** What withdrawing would mean, before it is done. */
  @Get('grants/:id/withdraw')
  @UseGuards(PersonGuard)
  @Public('the person’s session is what counts')
  async withdrawal(@Req() request: PersonRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { person } = request;
    const view = await this.myGrants.withdrawal(person, id, request.id);
    this.pages.show(request, reply, { person, render: (context) => renderWithdrawal(view, context) });
  }

  @Post('grants/:id/withdraw')
  @UseGuards(PersonGuard)
  @Public('the person’s session, and that the form is ours, is what counts')
  async withdraw(@Req() request: PersonRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    await this.withdrawGrant.execute(request.person, id, request.id);
    goTo(reply, `/me/grants/${id}/withdrawn`);
  }

  @Get('grants/:id/withdrawn')
  @UseGuards(PersonGuard)
  @Public('the person’s session is what counts')
  async withdrawn(@Req() request: PersonRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const { person } = request;
    const view = await this.withdrawGrant.receipt(person, id);
    this.pages.show(request, reply, { person, render: (context) => renderWithdrawn(view, context) });
  }

  private async welcome(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const application = await this.startSignIn.through();
    this.pages.show(request, reply, { render: (context) => renderSignIn(application, context) });
  }
}

function goTo(reply: FastifyReply, location: string): void {
  void reply.code(303).header('cache-control', 'no-store').header('location', location).send();
}
