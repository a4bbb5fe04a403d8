import { type FaultName, faultNames, isOfAnswers, lastsMs } from '../faults/fault.table.js';
import { type Fault, type Faults, faultAimSchema } from '../faults/faults.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import { notFound, Problem, readBody } from './problem.js';

export class FaultControl {
  constructor(
    private readonly faults: Faults,
    private readonly applications: Applications,
  ) {}

  /** Setting a fault again aims it anew and starts its count at nought. */
  set(name: string, body: ReceivedBody | undefined): Fault {
    const known = faultNamed(name);
    const aim = readBody(faultAimSchema, body);
    if (aim.clientId !== undefined && !this.applications.find(aim.clientId)) {
      throw new Problem(400, 'Bad request', `There is no application ${aim.clientId}.`);
    }
    if (aim.delayMs !== undefined && lastsMs(known) === undefined) {
      throw new Problem(400, 'Bad request', `The fault ${known} does not wait; only some take delayMs.`);
    }
    if (aim.outcome !== undefined && !isOfAnswers(known)) {
      throw new Problem(400, 'Bad request', `The fault ${known} strikes before there is an outcome.`);
    }
    return this.faults.set(known, aim);
  }

  clear(name: string): void {
    this.faults.clear(faultNamed(name));
  }
}

function faultNamed(name: string): FaultName {
  const known = faultNames.find((fault) => fault === name);
  if (!known) throw notFound(`fault ${name}; there are ${faultNames.join(', ')}`);
  return known;
}
