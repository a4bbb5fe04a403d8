import { cutDigest, erasureDigest, type ListDigest } from './erasure-digest.js';
import type { Findings } from './finding.js';
import type { Cut, FoundRecord, Trail } from './trail.js';

/** A record that says of others that they were erased or removed. */
interface ChangingAct extends ListDigest {
  /** Of a cut. */
  readonly until: string | null;
  /** Whether a signed checkpoint covers it. */
  readonly proven: boolean;
}

interface Erased {
  readonly lane: number;
  readonly seq: number;
  readonly id: string;
  records: number;
}

const CHANGING = /"type":"(?:person\.erased|audit\.cut)"/;

/**
 * What was changed in the trail on purpose: records of persons who were erased, and the beginning that retention removed. Taken as true
 * while the trail is read, and looked at afterwards: each has to be in a record of the chain that signs for all of it. Keeps one
 * entry for each erasure, however many records it touched.
 */
export class ToldChanges {
  private readonly acts = new Map<string, ChangingAct>();
  private readonly erased = new Map<string, Erased>();

  constructor(
    private readonly trail: Trail,
    private readonly findings: Findings,
    /** Where the trail says that it begins; undefined: it is whole. */
    readonly cut: Cut | undefined,
  ) {}

  /** To be told of every record that is what was written. */
  sawGenuine({ id, line }: FoundRecord, proven: boolean): void {
    if (!CHANGING.test(line)) return;
    const { type, details } = JSON.parse(line) as {
      type: string;
      details: { records: number; digest: string; until?: string };
    };
    if (type !== 'person.erased' && type !== 'audit.cut') return;
    const { records, digest, until = null } = details;
    this.acts.set(id, { records, digest, until, proven });
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
    else if (act.digest !== told.digest || act.records !== told.records) blame('which does not sign for it');
    else if ((seen?.records ?? 0) > told.records || (!this.cut && (seen?.records ?? 0) < told.records)) {
      blame(`which signs for ${told.records} records`);
    } else if (!act.proven) return seen?.records ?? 0;
    return 0;
  }

  private async checkCut(): Promise<void> {
    const { cut } = this;
    const told = await cutDigest(this.trail.cutRecords());
    const act = cut && this.acts.get(cut.id);
    const signed =
      act?.proven && act.until === cut?.until && act.digest === told.digest && act.records === told.records;
    if (cut ? signed : told.records === 0) return;
    const what = cut
      ? `the records before ${cut.until} were removed, and no signed record of the trail says so`
      : 'there are hashes of removed records, and nothing says that any were removed';
    this.findings.add({ kind: 'erasure_unproven', what });
  }
}
