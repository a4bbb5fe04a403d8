/**
 * Owns the one type in which a secret may travel through the code: tokens, codes, client secrets, keys.
 * Never knows what a secret is for. Entry point: `Secret`.
 */
export { Secret } from './secret.js';
