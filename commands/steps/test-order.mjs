import { suiteOf } from './suites.mjs';

const LONGEST_FIRST = ['browser', 'flow', 'unit'];

/**
 * Jest's `testSequencer`: what takes longest begins first, so that nobody waits for one file at the end. A browser is what
 * costs most; within a suite the size of a file is a fair guess.
 */
export default class TestOrder {
  sort(tests) {
    const rank = (test) => LONGEST_FIRST.indexOf(suiteOf(test.path));
    const size = (test) => test.context.hasteFS.getSize(test.path) ?? 0;
    return [...tests].sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
  }

  /** For `jest --onlyFailures`, which needs a memory of its own. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
