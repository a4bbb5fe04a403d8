import { z } from 'zod';

/**
 * A token as it comes over the wire. It goes into a header later, so it must be visible ASCII; a double quote means that somebody encoded
 * it as JSON twice, and DingTalk would answer `InvalidAuthentication` to every use of it.
 */
export const tokenText = z
  .string()
  .min(1)
  .max(4096)
  .regex(/^[\x21\x23-\x7e]+$/);
