import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PersonSession } from '../access/person-sessions.js';
import { HostCookie } from '../http/host-cookie.js';
import { sendPage } from '../pages/page-document.js';
import { languageOf, type PageLanguage } from '../pages/page-language.js';
import type { PageContext } from './pages/frame.js';

const LANGUAGE_LIFE_SECONDS = 365 * 24 * 3600;

interface Shown {
  readonly status?: number;
  readonly person?: PersonSession;
  render(context: PageContext): string;
}

/** Sends this flow's pages in the language the person chose, and remembers the choice from one page to the next. */
export class MePages {
  private readonly language: HostCookie;

  constructor(publicUrl: string) {
    this.language = new HostCookie(publicUrl, 'language', LANGUAGE_LIFE_SECONDS);
  }

  show(request: FastifyRequest, reply: FastifyReply, { status = 200, person, render }: Shown): void {
    const { lang } = request.query as { lang?: unknown };
    const chosen = typeof lang === 'string' ? lang : undefined;
    const language = languageOf(request.headers['accept-language'], chosen, this.language.read(request));
    if (chosen === language) this.language.write(reply, language);
    const languageUrl = { zh: inLanguage(request, 'zh'), en: inLanguage(request, 'en') };
    sendPage(reply, {
      status,
      forms: 'self',
      referrer: 'same-origin',
      render: (nonce) => render({ language, nonce, languageUrl, ...(person && { person }) }),
    });
  }
}

/** This page again; what answers a form cannot be opened again, so the start page stands in for it. */
function inLanguage(request: FastifyRequest, language: PageLanguage): string {
  const { pathname, searchParams } = new URL(request.method === 'GET' ? request.url : '/me', 'http://here');
  const cursor = searchParams.get('cursor');
  return `${pathname}?${new URLSearchParams({ ...(cursor && { cursor }), lang: language })}`;
}
