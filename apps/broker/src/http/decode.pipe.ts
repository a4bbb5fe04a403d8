import { BrokerError, type InvalidMember } from '@app/errors';
import { StandardSchemaValidationPipe } from '@nestjs/common';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** Zod lists the members it does not know here, and leaves them out of the path. */
  readonly keys?: readonly string[];
}

/** More than a person reads, and a bound on the answer's size. */
const MOST_ERRORS = 20;

/** What could be a member's name misspelled. Anything else may be a body sent with the wrong content type, secrets and all. */
const QUOTABLE_NAME = /^[\w./~-]{1,30}$/;

/** Decodes by the schema named at the parameter; what does not fit becomes `invalid_request` with a pointer for each member. */
export class DecodePipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: invalidRequestOf });
  }
}

/** What a schema has against a request, whichever transport brought it. */
export function invalidRequestOf(issues: readonly Issue[]): BrokerError {
  return BrokerError.invalidRequest(issues.flatMap(invalidMembersOf).slice(0, MOST_ERRORS));
}

function invalidMembersOf(issue: Issue): InvalidMember[] {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  if (issue.keys) {
    return issue.keys.map((key) =>
      QUOTABLE_NAME.test(key)
        ? { pointer: pointerOf([...path, key]), reason: 'is not known here' }
        : { pointer: pointerOf(path), reason: 'has a member that is not known here' },
    );
  }
  return [{ pointer: pointerOf(path), reason: issue.message }];
}

/** RFC 6901. A name as long as a novel is cut: it comes from the request. */
function pointerOf(path: readonly string[]): string {
  return path.map((step) => `/${step.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
