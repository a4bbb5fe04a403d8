import { dingtalkErrors } from '@app/dingtalk';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.js';
import { sendPage } from '../pages/page-document.js';
import { languageOf } from '../pages/page-language.js';
import { renderErrorGuide } from './render-error-guide.js';

/** DingTalk's error codes in words, for whoever has one in front of them. */
@ApiExcludeController()
@Controller('docs/dingtalk-errors')
export class ErrorGuideController {
  @Get()
  @Public('it is a page of DingTalk’s documentation, read when something is broken')
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { lang } = request.query as { lang?: unknown };
    const chosen = typeof lang === 'string' ? lang : undefined;
    const language = languageOf(request.headers['accept-language'], chosen);
    sendPage(reply, {
      status: 200,
      forms: 'none',
      referrer: 'no-referrer',
      render: (nonce) => renderErrorGuide(dingtalkErrors.all(), language, nonce),
    });
  }
}
