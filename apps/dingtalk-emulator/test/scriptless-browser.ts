/** A browser without JavaScript: keeps cookies, follows redirects on its own server, presses buttons and links by test id. */
export class ScriptlessBrowser {
  private readonly cookies = new Map<string, string>();
  html = '';
  /** The last address, which is another server's when a redirect led away. */
  location = '';
  status = 0;

  constructor(
    private readonly origin: string,
    private readonly languages = 'zh-CN,zh;q=0.9',
  ) {}

  async open(path: string, form?: URLSearchParams): Promise<void> {
    const url = new URL(path, this.origin);
    this.location = url.href;
    if (url.origin !== this.origin) return;
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      body: form,
      redirect: 'manual',
      headers: { cookie: this.cookieHeader(), 'accept-language': this.languages },
      signal: AbortSignal.timeout(60_000),
    });
    this.status = response.status;
    this.html = await response.text();
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const next = response.headers.get('location');
    if (next !== null) await this.open(next);
  }

  shows(testId: string): boolean {
    return this.html.includes(`data-testid="${testId}"`);
  }

  /** Fields are what the person typed into the form of the button. */
  async press(testId: string, fields: Record<string, string> = {}): Promise<void> {
    const element = new RegExp(`<(a|button)\\b[^>]*data-testid="${testId}"[^>]*>`).exec(this.html);
    if (!element) throw new Error(`nothing to press called ${testId} on ${this.location}`);
    const [tag, kind] = element;
    if (kind === 'a') return this.open(attribute(tag, 'href'));
    const form = this.html.slice(0, element.index).match(/<form\b[^>]*>(?![\s\S]*<form\b)[\s\S]*$/)?.[0] ?? '';
    const hidden = [...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => pair(input));
    const own = tag.includes(' name=') ? [pair(tag)] : [];
    return this.open(attribute(form, 'action'), new URLSearchParams([...hidden, ...Object.entries(fields), ...own]));
  }

  private keep(cookie: string): void {
    const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
    if (/Max-Age=0/.test(cookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

const pair = (tag: string): [string, string] => [attribute(tag, 'name'), attribute(tag, 'value')];

function attribute(tag: string, name: string): string {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
