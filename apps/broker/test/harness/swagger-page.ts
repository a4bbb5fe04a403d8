import type { Locator, Page } from 'playwright-core';

interface Given {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface SwaggerAnswer {
  readonly status: string;
  readonly text: string;
  /** Empty where the answer is no JSON document. */
  readonly body: Record<string, unknown>;
}

/** Swagger UI as somebody uses it who reads the API for the first time: authorise, try it out, execute. */
export class SwaggerPage {
  private opened: string | undefined;

  constructor(readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    this.opened = undefined;
    await this.page.getByRole('button', { name: 'Authorize', exact: true }).waitFor();
  }

  /** `values` in the order the scheme asks for them. */
  async authorise(scheme: string, values: readonly string[]): Promise<void> {
    await this.page.locator('.schemes-server-container, .scheme-container').getByRole('button').first().click();
    const dialog = this.page.locator('.dialog-ux');
    const form = dialog.locator('.auth-container').filter({ has: this.page.locator(`h4 code:text-is("${scheme}")`) });
    for (const [index, value] of values.entries()) await form.locator('input').nth(index).fill(value);
    await form.getByRole('button', { name: 'Apply credentials' }).click();
    await form.getByRole('button', { name: 'Remove authorization' }).waitFor();
    await dialog.locator('.close-modal').click();
  }

  /** One operation, with the group it is in opened and no other: what is open is drawn anew with each key that is pressed. */
  async operation(tag: string, operationId: string): Promise<Locator> {
    if (this.opened !== tag) {
      if (this.opened !== undefined) await this.group(this.opened).click();
      await this.group(tag).click();
      this.opened = tag;
    }
    const operation = this.page.locator(`[id="operations-${idOf(tag)}-${operationId}"]`);
    await operation.waitFor();
    return operation;
  }

  private group(tag: string): Locator {
    return this.page.locator(`[id="operations-tag-${idOf(tag)}"]`);
  }

  /** Opens an operation and executes its example, or what is given instead of it. */
  async execute(tag: string, operationId: string, { parameters = {}, body }: Given = {}): Promise<SwaggerAnswer> {
    const operation = await this.operation(tag, operationId);
    const tryItOut = operation.getByRole('button', { name: 'Try it out' });
    const execute = operation.getByRole('button', { name: 'Execute' });
    if (!(await execute.isVisible())) {
      if (!(await tryItOut.isVisible())) await operation.locator('.opblock-summary-control').click();
      await tryItOut.click();
    }
    for (const [name, value] of Object.entries(parameters)) {
      await operation.locator(`tr[data-param-name="${name}"]`).locator('input, select').first().fill(value);
    }
    if (body) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body, null, 2));
    // The answer to what was asked before is not this one's.
    const clear = operation.getByRole('button', { name: 'Clear' });
    if (await clear.isVisible()) await clear.click();
    await execute.click();
    const answer = operation.locator('.live-responses-table');
    await answer.waitFor();
    const status = await answer.locator('tbody .response-col_status').first().innerText();
    const text = await answer.locator('.highlight-code code, .microlight').first().innerText();
    return { status: status.split('\n')[0] ?? '', text, body: jsonOf(text) };
  }
}

const idOf = (tag: string) => tag.replaceAll(' ', '_');

function jsonOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
