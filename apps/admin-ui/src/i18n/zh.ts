import type { en } from './en.js';
import { abilities } from './words/abilities.zh.js';
import { acts } from './words/acts.zh.js';
import { applications } from './words/applications.zh.js';
import { audit } from './words/audit.zh.js';
import { callers } from './words/callers.zh.js';
import { detail } from './words/detail.zh.js';
import { grants } from './words/grants.zh.js';
import { imports } from './words/imports.zh.js';
import { jobs } from './words/jobs.zh.js';
import { jump } from './words/jump.zh.js';
import { keys } from './words/keys.zh.js';
import { list } from './words/list.zh.js';
import { operators } from './words/operators.zh.js';
import { overview } from './words/overview.zh.js';
import { people } from './words/people.zh.js';
import { revocations } from './words/revocations.zh.js';
import { scopes } from './words/scopes.zh.js';
import { settings } from './words/settings.zh.js';
import { shell } from './words/shell.zh.js';
import { signIn } from './words/sign-in.zh.js';
import { suspensions } from './words/suspensions.zh.js';
import { webhooks } from './words/webhooks.zh.js';

export const zh: typeof en = {
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
