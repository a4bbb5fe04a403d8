import { type Answer, ask } from './http.js';

/** A person's browser without scripts: keeps cookies of each host, follows redirects when told to. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  /** `userAgent` is what it calls itself. */
  constructor(private readonly userAgent?: string) {}

  /** One request; the cookies it sets are kept. */
  async open(url: string): Promise<Answer> {
    return this.request(url, {});
  }

  /** Sends a form as a page of that origin would. */
  async send(
    url: string,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' },
  ): Promise<Answer> {
    return this.request(url, headers, form);
  }

  /** Calls an address as a script of a page would: with the cookies, and with these headers. */
  async call(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>> = {},
    json?: unknown,
  ): Promise<Answer> {
    return this.request(url, headers, undefined, { method, ...(json !== undefined && { json }) });
  }

  private async request(
    url: string,
    headers: Readonly<Record<string, string>>,
    form?: Readonly<Record<string, string>>,
    more: { readonly method?: string; readonly json?: unknown } = {},
  ): Promise<Answer> {
    const answer = await ask(url, {
      headers: {
        cookie: this.cookies(url),
        'accept-language': 'en',
        ...(this.userAgent && { 'user-agent': this.userAgent }),
        ...headers,
      },
      ...(form && { form }),
      ...more,
    });
    const jar = this.jarOf(url);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    return answer;
  }

  /** Follows redirects to the page at the end. */
  async openPage(url: string): Promise<Answer & { readonly url: string }> {
    let at = url;
    for (let hops = 0; hops < 10; hops += 1) {
      const answer = await this.open(at);
      const location = answer.headers.get('location');
      if (location === null) return { ...answer, url: at };
      at = new URL(location, at).href;
    }
    throw new Error(`too many redirects from ${url}`);
  }

  /** Another browser with the same cookies. */
  copy(): Browser {
    const copy = new Browser(this.userAgent);
    for (const [host, jar] of this.jars) copy.jars.set(host, new Map(jar));
    return copy;
  }

  /** What this browser would show as its own at that host. */
  cookieValues(url: string): string[] {
    return [...this.jarOf(url).values()];
  }

  cookie(url: string, name: string): string | undefined {
    return this.jarOf(url).get(name);
  }

  /** What somebody else has put there. */
  plant(url: string, name: string, value: string): void {
    this.jarOf(url).set(name, value);
  }

  private cookies(url: string): string {
    return [...this.jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private jarOf(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }
}

interface Answering {
  /** Key of the person at the emulator. */
  readonly as: string;
  readonly answer?: 'agree' | 'refuse';
  /** The organisation to pick there; else the one of the link. */
  readonly corp?: string;
  readonly browser?: Browser;
}

/** Opens a consent link and answers at DingTalk; ends just before the callback, whose address it returns. */
export async function answerAtDingTalk(
  consentUrl: string,
  { as, answer = 'agree', corp, browser = new Browser() }: Answering,
): Promise<{ browser: Browser; callbackUrl: string }> {
  const started = await browser.open(consentUrl);
  const atDingTalk = started.headers.get('location');
  if (atDingTalk === null)
    throw new Error(`the consent link did not lead to DingTalk: ${started.status} ${started.text}`);
  const answered = await browser.open(`${atDingTalk}&as=${as}&auto=${answer}${corp ? `&corp=${corp}` : ''}`);
  const callbackUrl = answered.headers.get('location');
  if (callbackUrl === null) throw new Error(`DingTalk did not lead back: ${answered.status} ${answered.text}`);
  return { browser, callbackUrl };
}

/** A page of the consent story, with the browser that shows it. */
export interface ConsentPage extends Answer {
  /** The page's own code. */
  readonly code: string | null;
  readonly url: string;
  readonly browser: Browser;
}

export async function consentPage(url: string, browser = new Browser()): Promise<ConsentPage> {
  const page = await browser.openPage(url);
  return { ...page, code: page.headers.get('x-consent-code'), browser };
}

/** The whole way: link, DingTalk, callback, page. */
export async function consentAs(
  consentUrl: string,
  answering: Answering,
): Promise<ConsentPage & { readonly callbackUrl: string }> {
  const { browser, callbackUrl } = await answerAtDingTalk(consentUrl, answering);
  return { ...(await consentPage(callbackUrl, browser)), callbackUrl };
}
