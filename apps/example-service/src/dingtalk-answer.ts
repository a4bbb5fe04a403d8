/** DingTalk did not do what it was asked. */
export class DingTalkRefused extends Error {
  constructor(path: string, status: number, code: string) {
    super(`DingTalk answered ${path} with ${status} ${code}`);
    this.name = 'DingTalkRefused';
  }
}

/** Throws `DingTalkRefused`. */
export async function answerOf(path: string, answer: Response): Promise<Record<string, unknown>> {
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (!answer.ok) throw new DingTalkRefused(path, answer.status, String(body.code ?? ''));
  return body;
}
