import { abilities } from './words/abilities.en.js';
import { acts } from './words/acts.en.js';
import { applications } from './words/applications.en.js';
import { audit } from './words/audit.en.js';
import { callers } from './words/callers.en.js';
import { detail } from './words/detail.en.js';
import { grants } from './words/grants.en.js';
import { imports } from './words/imports.en.js';
import { jobs } from './words/jobs.en.js';
import { jump } from './words/jump.en.js';
import { keys } from './words/keys.en.js';
import { list } from './words/list.en.js';
import { operators } from './words/operators.en.js';
import { overview } from './words/overview.en.js';
import { people } from './words/people.en.js';
import { revocations } from './words/revocations.en.js';
import { scopes } from './words/scopes.en.js';
import { settings } from './words/settings.en.js';
import { shell } from './words/shell.en.js';
import { signIn } from './words/sign-in.en.js';
import { suspensions } from './words/suspensions.en.js';
import { webhooks } from './words/webhooks.en.js';

/** Every word, by area; a Chinese file has the same keys as its English one or does not compile. */
export const en = {
  ...abilities,
  ...acts,
  ...audit,
  ...suspensions,
  ...settings,
  ...jump,
  ...applications,
  ...callers,
  ...detail,
  ...grants,
  ...imports,
  ...jobs,
  ...keys,
  ...list,
  ...operators,
  ...overview,
  ...people,
  ...revocations,
  ...scopes,
  ...shell,
  ...signIn,
  ...webhooks,
};
