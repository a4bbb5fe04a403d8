import { describe } from '@jest/globals';
import { beyondEntitlements } from './handout-attacks/beyond-entitlements.js';
import { changingPolicy } from './handout-attacks/changing-policy.js';
import { malformedBodies } from './handout-attacks/malformed-bodies.js';
import { stage } from './handout-attacks/stage.js';
import { theStatement } from './handout-attacks/statement.js';
import { strangers } from './handout-attacks/strangers.js';
import { withoutApplication } from './handout-attacks/without-application.js';

describe('a hand-out under attack', () => {
  stage();
  strangers();
  malformedBodies();
  beyondEntitlements();
  withoutApplication();
  theStatement();
  changingPolicy();
});
