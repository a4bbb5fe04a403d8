/**
 * What is wrong with the trail.
 *
 * `record_changed`: not what its writer signed. `record_missing`: its number is not there. `record_inserted`: nobody signed it.
 * `checkpoint_missing`, `checkpoint_changed`: as its name says; `checkpoint_unsigned`: not signed with a key of ours.
 * `key_foreign`: in the table of keys, and not sealed with our master key.
 * `never_signed`: there are records and not one checkpoint, so that nothing proves any of them.
 * `erasure_unproven`: says that records were erased, or were removed by retention, and no signed record does.
 * `tail_cut`: published, and no longer in the database. `anchor_foreign`: what was given as published was never signed by us.
 */
type FindingKind =
  | 'record_changed'
  | 'record_missing'
  | 'record_inserted'
  | 'checkpoint_missing'
  | 'checkpoint_changed'
  | 'checkpoint_unsigned'
  | 'key_foreign'
  | 'never_signed'
  | 'erasure_unproven'
  | 'tail_cut'
  | 'anchor_foreign';

export interface Finding {
  readonly kind: FindingKind;
  readonly what: string;
  /** Of records. */
  readonly lane?: number;
  readonly seq?: number;
  readonly id?: string;
  /** Of checkpoints. */
  readonly replica?: string;
  readonly number?: number;
}

/** More than anybody reads; what is beyond is counted. */
const KEPT_MAX = 100;

export class Findings {
  private readonly kept: Finding[] = [];
  private count = 0;

  add(finding: Finding): void {
    this.count += 1;
    if (this.kept.length < KEPT_MAX) this.kept.push(finding);
  }

  get all(): readonly Finding[] {
    return this.kept;
  }

  get total(): number {
    return this.count;
  }
}
