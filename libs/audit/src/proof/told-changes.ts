import type { SignedChange } from '../chain/checkpoint.js';
import { cutDigest, erasureDigest } from './erasure-digest.js';
import type { Findings } from './finding.js';
import type { Cut, FoundRecord, Trail } from './trail.js';

interface Erased {
  readonly lane: number;
  readonly seq: number;
  readonly id: string;
  records: number;
}

const CHANGING = /"type":"(?:person\.erased|audit\.cut)"/;

/**
 * What was changed in the trail on purpose: records of persons who were erased, and the beginning that retention removed. Taken as true
 * while the trail is read, and looked at afterwards: a record of the chain has to say so, and a checkpoint to name it with the list of all
 * that was changed. The record alone is worth nothing: whoever writes to the database may have put it where the chain was not signed yet.
 * Keeps one entry for each erasure, however many records it touched.
 */
export class ToldChanges {
  private readonly signed = new Map<string, SignedChange>();
  /** Records that say of others that they were erased or removed, and whether a signed checkpoint covers them. */
  private readonly acts = new Map<string, { readonly proven: boolean }>();
  private readonly erased = new Map<string, Erased>();

  constructor(
    private readonly trail: Trail,
    private readonly findings: Findings,
    /** Where the trail says that it begins; undefined: it is whole. */
    readonly cut: Cut | undefined,
  ) {}

  /** To be told of every change that a signed checkpoint names. */
  sawSigned(change: SignedChange): void {
    this.signed.set(change.id, change);
  }

  /** To be told of every record that is what was written. */
  sawGenuine({ id, line }: FoundRecord, proven: boolean): void {
    if (!CHANGING.test(line)) return;
    const { type } = JSON.parse(line) as { type: string };
    if (type === 'person.erased' || type === 'audit.cut') this.acts.set(id, { proven });
  }

  /** To be told of every record that is not what was written, and is what an erasure made of it. */
  sawErased(lane: number, { seq, id, erasure }: FoundRecord): void {
    if (!erasure) return;
    const known = this.erased.get(erasure.id);
    if (known) known.records += 1;
    else this.erased.set(erasure.id, { lane, seq, id, records: 1 });
  }

  /** How many records are erased by an act that is not yet proven. Call it when everything was read. */
  async check(): Promise<{ unproven: number }> {
    await this.checkCut();
    let unproven = 0;
    for (const erasureId of new Set([...this.erased.keys(), ...(await this.trail.erasures())])) {
      unproven += await this.checkErasure(erasureId);
    }
    return { unproven };
  }

  private async checkErasure(erasureId: string): Promise<number> {
    const act = this.acts.get(erasureId);
    const signed = this.signed.get(erasureId);
    const seen = this.erased.get(erasureId);
    const told = await erasureDigest(this.trail.erasureEntries(erasureId));
    const where = seen ? `record ${seen.seq} of lane ${seen.lane} (${seen.id})` : 'a list of erased records';
    const blame = (why: string) =>
      this.findings.add({
        kind: seen ? 'record_changed' : 'erasure_unproven',
        ...(seen && { lane: seen.lane, seq: seen.seq, id: seen.id }),
        what: `${where} was changed in the name of erasure ${erasureId}, ${why}`,
      });
    if (!act) blame('which no record of the trail speaks of');
    else if (!signed) blame('which no checkpoint names');
    else if (signed.digest !== told.digest || signed.records !== told.records)
      blame('which was signed for other records');
    else if ((seen?.records ?? 0) > told.records || (!this.cut && (seen?.records ?? 0) < told.records)) {
      blame(`which signs for ${told.records} records`);
    } else if (!act.proven) return seen?.records ?? 0;
    return 0;
  }

  private async checkCut(): Promise<void> {
    const { cut } = this;
    const told = await cutDigest(this.trail.cutRecords());
    const change = cut && this.acts.get(cut.id)?.proven ? this.signed.get(cut.id) : undefined;
    const signed = change?.until === cut?.until && change?.digest === told.digest && change.records === told.records;
    if (cut ? signed : told.records === 0) return;
    const what = cut
      ? `the records before ${cut.until} were removed, and no signed record of the trail says so`
      : 'there are hashes of removed records, and nothing says that any were removed';
    this.findings.add({ kind: 'erasure_unproven', what });
  }
}
