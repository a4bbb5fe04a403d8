import type { Page } from 'playwright-core';

/** Swagger UI as somebody uses it who reads the API for the first time: authorise, try it out, execute. */
export class SwaggerPage {
  constructor(readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(url);
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

  /** Opens an operation and executes its example unchanged. */
  async execute(tag: string, operationId: string): Promise<{ status: string; body: Record<string, unknown> }> {
    const operation = this.page.locator(`[id="operations-${tag.replaceAll(' ', '_')}-${operationId}"]`);
    if (!(await operation.isVisible()))
      await this.page.locator(`[id="operations-tag-${tag.replaceAll(' ', '_')}"]`).click();
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table');
    await answer.waitFor();
    const status = await answer.locator('tbody .response-col_status').first().innerText();
    const body = await answer.locator('.highlight-code code').first().innerText();
    return { status: status.split('\n')[0] ?? '', body: JSON.parse(body) };
  }
}
