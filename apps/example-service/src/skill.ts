import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { CreateTodo, TodoAnswer, TodoAsked } from './create-todo.js';
import { bodyOf, Malformed } from './json-body.js';

/** Seen from where it is built to. */
const FILE = fileURLToPath(new URL('../../../../apps/example-service/skill.yaml', import.meta.url));

/** What an AI assistant sees of this service. */
export class Skill {
  /** What the assistant is given: the operation below, and what people are asked for. */
  readonly openapi = readFileSync(FILE, 'utf8');

  constructor(
    private readonly createTodo: CreateTodo,
    private readonly key: string,
  ) {}

  /** DingTalk signs nothing: that a call is the assistant's is said by the key alone that was configured for the skill. */
  knows({ headers }: IncomingMessage): boolean {
    return timingSafeEqual(hashOf(headers.authorization ?? ''), hashOf(`Bearer ${this.key}`));
  }

  async execute(request: IncomingMessage, signal: AbortSignal): Promise<TodoAnswer> {
    return this.createTodo.execute(todoIn(await bodyOf(request)), signal);
  }
}

function todoIn({ subject, userId, oauthAuthCode }: Record<string, unknown>): TodoAsked {
  if (typeof subject !== 'string' || subject === '') throw new Malformed('subject is missing');
  return { subject, userId: textOf(userId), authCode: textOf(oauthAuthCode) };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
