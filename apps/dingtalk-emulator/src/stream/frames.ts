import { randomUUID } from 'node:crypto';

/** What the server sends. */
export interface Frame {
  readonly messageId: string;
  readonly text: string;
}

/**
 * @param at when it is sent, in milliseconds since 1970
 * @param messageId a new one, unless it is sent again
 */
export function frame(
  type: 'SYSTEM' | 'EVENT' | 'CALLBACK',
  topic: string,
  data: object,
  at: number,
  more: Record<string, string> = {},
  messageId: string = randomUUID(),
): Frame {
  const headers = { topic, messageId, contentType: 'application/json', time: String(at), ...more };
  return { messageId, text: JSON.stringify({ specVersion: '1.0', type, headers, data: JSON.stringify(data) }) };
}

/** What a client answers to a frame. */
export interface Ack {
  readonly messageId: string;
  /** 200, 404 for a topic it does not know, 500 when it failed. */
  readonly code: number;
  /** `SUCCESS` or `LATER`, for an event. */
  readonly status?: string;
  readonly data?: string;
}

/** Absent for a message that is no answer. */
export function readAck(text: string): Ack | undefined {
  const message = parsed(text);
  const headers = message?.headers as Record<string, unknown> | undefined;
  const messageId = headers?.messageId;
  if (typeof messageId !== 'string') return undefined;
  const data = typeof message?.data === 'string' ? message.data : undefined;
  const status = data === undefined ? undefined : parsed(data)?.status;
  return { messageId, code: Number(message?.code), data, status: typeof status === 'string' ? status : undefined };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
