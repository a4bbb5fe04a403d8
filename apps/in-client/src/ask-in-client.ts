import { openAuth } from 'dingtalk-design-libs/biz/openAuth';
import { ENV_ENUM, getENV } from 'dingtalk-jsapi/lib/env';

/** What the broker is told: `openAuth`'s own words, and two for where it cannot be called. */
export interface Answer {
  readonly status: string;
  readonly authCode?: string;
  readonly errorCode?: string;
}

/** What `openAuth` is asked; made by the broker, and not looked into here. */
export type Question = Parameters<typeof openAuth>[0];

/** Longer than anybody looks at a panel, shorter than the state of the page lives. */
const PATIENCE_MS = 8 * 60_000;
/** No hand closes a panel that fast. */
const HAND_MS = 400;

const failed: Answer = { status: 'failed' };

/** Never throws, and always ends: what DingTalk throws, or never says, is a failure. */
export async function askInClient(question: Question): Promise<Answer> {
  // Outside of a client the library answers `cancel`, as if the person had refused.
  if (getENV().platform === ENV_ENUM.notInDingTalk) return { status: 'elsewhere' };
  const asked = performance.now();
  try {
    const answer = await Promise.race([openAuth(question), patience()]);
    return readAnswer(answer, performance.now() - asked);
  } catch {
    return failed;
  }
}

const patience = (): Promise<Answer> => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, failed));

function readAnswer(answer: unknown, tookMs: number): Answer {
  const { status, result, ...rest } = asRecord(answer);
  if (typeof status !== 'string') return failed;
  // A panel that was closed and a client that could not open one look the same: `cancel` without a result.
  if (status === 'cancel' && result === undefined && tookMs < HAND_MS) return failed;
  const { authCode, ...more } = asRecord(result);
  const errorCode = errorCodeIn(rest) ?? errorCodeIn(more);
  return {
    status,
    ...(typeof authCode === 'string' && { authCode }),
    ...(errorCode !== undefined && { errorCode }),
  };
}

/** No page says where an error code would stand, and the panel shows it; if it is handed over at all, it is a number of six digits. */
function errorCodeIn(record: Readonly<Record<string, unknown>>): string | undefined {
  const codes = [record.errorCode, record.code, record.errCode].map(String);
  return codes.find((code) => /^\d{6}$/.test(code));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
