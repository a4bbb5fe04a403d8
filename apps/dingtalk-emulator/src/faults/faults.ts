import { z } from 'zod';
import type { Store, Table } from '../store/store.js';
import { operationNames } from '../traffic/operations.table.js';
import { type FaultName, faultKinds, faultNames, lastsMs, type Stage } from './fault.table.js';
import { HeldAnswers } from './held-answers.js';

export const faultAimSchema = z.strictObject({
  /** Only calls of this application. */
  clientId: z.string().min(1).max(64).optional(),
  /** Only calls of this operation; `*` = all. */
  operation: z
    .string()
    .refine((name) => name === '*' || name === 'userAccessToken' || operationNames.includes(name), {
      message: `one of *, userAccessToken, ${operationNames.join(', ')}`,
    })
    .default('*'),
  /** Only answers that are such, for faults that strike after the processing; absent = all. */
  outcome: z.enum(['ok', 'refused']).optional(),
  /** How many hits are left; absent = until switched off. */
  times: z.int().min(1).max(1_000_000).optional(),
  /** Milliseconds, for `delay` and `hold_answer` only. */
  delayMs: z.int().min(1).max(150_000).optional(),
});

export type FaultAim = z.output<typeof faultAimSchema>;

export interface Fault extends FaultAim {
  readonly name: FaultName;
  readonly struck: number;
}

/** A call as faults see it. */
export interface Call {
  readonly operation: string;
  readonly clientId: string;
  /** Once it has been processed. */
  readonly outcome?: 'ok' | 'refused';
}

/** The faults that are switched on, at most one of each name. A fault without hits left stays listed with its count. */
export class Faults {
  /** What `hold_answer` holds back right now. */
  readonly held = new HeldAnswers();
  private readonly table: Table<Fault>;

  constructor(store: Store) {
    this.table = store.table('faults');
  }

  all(): Fault[] {
    return this.table.values().sort((a, b) => faultNames.indexOf(a.name) - faultNames.indexOf(b.name));
  }

  /** Those that will still strike. */
  active(): Fault[] {
    return this.all().filter(isArmed);
  }

  set(name: FaultName, aim: FaultAim): Fault {
    const fault = { ...aim, delayMs: aim.delayMs ?? lastsMs(name), name, struck: 0 };
    this.table.set(name, fault);
    return fault;
  }

  clear(name: FaultName): void {
    this.table.delete(name);
    if (name === 'hold_answer') this.held.releaseAll();
  }

  clearAll(): void {
    for (const name of faultNames) this.clear(name);
  }

  /** The first armed fault of the stage aimed at this call. Takes one hit from it. */
  strike(stage: Stage, call: Call, applies: (name: FaultName) => boolean = () => true): Fault | undefined {
    const fault = this.all().find(
      (armed) =>
        faultKinds[armed.name].stage === stage && isArmed(armed) && isAimedAt(armed, call) && applies(armed.name),
    );
    if (!fault) return undefined;
    const times = fault.times === undefined ? undefined : fault.times - 1;
    this.table.set(fault.name, { ...fault, times, struck: fault.struck + 1 });
    return fault;
  }
}

export const isArmed = (fault: Fault): boolean => fault.times === undefined || fault.times > 0;

function isAimedAt({ clientId, operation, outcome }: Fault, call: Call): boolean {
  if (outcome !== undefined && outcome !== call.outcome) return false;
  if (clientId !== undefined && clientId !== call.clientId) return false;
  return operation === '*' || call.operation === operation || call.operation.startsWith(`${operation}.`);
}
