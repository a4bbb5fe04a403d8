import { z } from 'zod';

/**
 * Text that PostgreSQL can store and JSON can carry back: no NUL and no lone surrogate. One of either in one request would
 * otherwise fail the statement that a whole batch of requests shares.
 */
export const text = (maxLength: number, minLength = 1) =>
  z
    .string()
    .min(minLength)
    .max(maxLength)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), {
      message: 'must not contain NUL or unpaired surrogates',
    });

/** A DingTalk permission point code. */
export const scopeCode = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, 'must be a permission point code such as Contact.User.Read')
  .meta({ example: 'Contact.User.Read' });

export const scopeCodes = z
  .array(scopeCode)
  .min(1)
  .max(100)
  .refine((codes) => new Set(codes).size === codes.length, { message: 'must not name a scope twice' })
  .meta({ example: ['Contact.User.Read'] });

export const applicationName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be 2 to 41 lower-case letters, digits and hyphens, a letter first')
  .refine((name) => name !== 'callback', { message: 'is reserved' })
  .meta({ example: 'demo' });

export const corpId = text(64).meta({ description: 'organisation', example: 'dinghangzhou0001' });
export const userId = text(64).meta({ description: 'the person within the organisation', example: 'zhangsan' });
export const unionId = text(64).meta({ description: 'the person across the organisations of one developer' });
export const uuid = z.uuid();
export const instant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'RFC 3339', example: '2026-11-21T08:00:00Z' });
