import { randomBytes } from 'node:crypto';

/** What stands in place of a person's ids and name once they are erased. Drawn at random, so that it leads to nobody. */
export function drawPseudonym(): string {
  return `erased-${randomBytes(12).toString('hex')}`;
}

/** No id of DingTalk's looks like one. */
export function isPseudonym(unionId: string): boolean {
  return /^erased-[0-9a-f]{24}$/.test(unionId);
}
