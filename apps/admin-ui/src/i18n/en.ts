import { audit } from './words/audit.en.js';
import { callers } from './words/callers.en.js';
import { detail } from './words/detail.en.js';
import { grants } from './words/grants.en.js';
import { keys } from './words/keys.en.js';
import { list } from './words/list.en.js';
import { operators } from './words/operators.en.js';
import { overview } from './words/overview.en.js';
import { revocations } from './words/revocations.en.js';
import { shell } from './words/shell.en.js';
import { signIn } from './words/sign-in.en.js';

/** Every word, by area; a Chinese file has the same keys as its English one or does not compile. */
export const en = {
  ...audit,
  ...callers,
  ...detail,
  ...grants,
  ...keys,
  ...list,
  ...operators,
  ...overview,
  ...revocations,
  ...shell,
  ...signIn,
};
