import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { sendPage } from '../pages/page-document.js';
import { languageOf } from '../pages/page-language.js';
import { referenceOf } from '../pages/reference.js';
import { renderSignInPage, signInPageStatuses } from './openid-page.js';
import { OPENID_CALLBACK, type OpenIdEnding, OpenIdSignIn } from './openid-sign-in.js';

/** The way back is no address of the admin UI: that may have a port which the provider does not lead to. */
@ApiExcludeController()
@Controller()
export class OpenIdSignInController {
  constructor(@Inject(OpenIdSignIn) private readonly signIn: OpenIdSignIn) {}

  @Get('admin/sign-in/oidc')
  @Public('this is where operators say who they are')
  async start(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('fresh') fresh: unknown,
  ): Promise<void> {
    end(request, reply, await this.signIn.start({ request, reply }, fresh === 'true'));
  }

  @Get(OPENID_CALLBACK)
  @Public('operators come back here from their provider; the state and the browser’s cookie are what counts')
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    end(request, reply, await this.signIn.finish({ request, reply }));
  }
}

function end(request: FastifyRequest, reply: FastifyReply, ending: OpenIdEnding): void {
  if ('goTo' in ending) {
    void reply.code(303).header('cache-control', 'no-store').header('location', ending.goTo).send();
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  void reply.header('x-sign-in-code', ending.code);
  sendPage(reply, {
    status: signInPageStatuses[ending.code],
    forms: 'none',
    referrer: 'no-referrer',
    render: (nonce) => renderSignInPage({ ...ending, reference: referenceOf(request.id) }, language, nonce),
  });
}
