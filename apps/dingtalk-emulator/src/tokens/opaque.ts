import { randomBytes } from 'node:crypto';

/** A code or token as DingTalk prints them: 32 hexadecimal characters without any meaning. */
export const opaque = (): string => randomBytes(16).toString('hex');
