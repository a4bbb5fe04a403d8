import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/dingtalk-divergences.md', root), 'utf8');
const divergences = page.split(/^### /m).slice(1);

describe('docs/dingtalk-divergences.md', () => {
  it.each(divergences.map((text) => [text.split('\n')[0] ?? '', text]))(
    'says who absorbs it, and how sure it is: %s',
    (_heading, text) => {
      const [, absorbed, certainty] = /^(Absorbed by|Nothing to absorb)(.*)$/ms.exec(text) ?? [];
      expect(absorbed).toBeDefined();
      expect(certainty).toMatch(/confirmed|third party|assumed|unknown|doubtful/i);
      const files = [...text.matchAll(/`((?:libs\/dingtalk|apps\/broker\/src)\/[^`]+)`/g)].map(
        ([, path]) => path ?? '',
      );
      expect(files.length > 0).toBe(absorbed === 'Absorbed by');
      for (const path of files)
        expect({ path, exists: existsSync(new URL(path, root)) }).toEqual({ path, exists: true });
    },
  );
});
