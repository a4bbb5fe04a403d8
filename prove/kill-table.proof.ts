import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CellResult, type Repeat, runCell } from './tools/kill-cell.js';
import { GRANTS_IN_FLIGHT, type KillPoint, killPoints } from './tools/kill-points.js';
import { Report, SHORT } from './tools/report.js';
import { sideBySide } from './tools/side-by-side.js';

/** Most of its time a cell waits for a lease to run out, so several share the machine. */
const CELLS_AT_ONCE = 4;
const CELL_WITHIN_MS = 300_000;

interface Cell {
  readonly point: string;
  readonly repeat: Repeat;
  /** One kill, or a second one while another broker recovers from the first. */
  readonly kills: readonly KillPoint[];
}

const p = killPoints;
const rows: { point: string; kills: KillPoint[]; short?: Repeat[] }[] = [
  { point: p.beforeIntent.name, kills: [p.beforeIntent] },
  { point: p.afterIntent.name, kills: [p.afterIntent], short: ['single_use'] },
  { point: p.consumed.name, kills: [p.consumed] },
  { point: p.leaseExtension.name, kills: [p.leaseExtension] },
  { point: p.answered.name, kills: [p.answered], short: ['idempotent'] },
  { point: p.commitLost.name, kills: [p.commitLost] },
  { point: p.commitKept.name, kills: [p.commitKept], short: ['single_use'] },
  { point: p.beforeReply.name, kills: [p.beforeReply] },
  { point: 'in a recovery, before it asks DingTalk', kills: [p.consumed, p.afterIntent] },
  { point: 'in a recovery, after DingTalk answered it', kills: [p.consumed, p.consumed], short: ['idempotent'] },
];
const repeats: Repeat[] = ['idempotent', 'single_use'];
const cells: Cell[] = rows.flatMap(({ point, kills, short }) =>
  repeats.filter((repeat) => !SHORT || short?.includes(repeat)).map((repeat) => ({ point, kills, repeat })),
);

const report = new Report('kill-table', `kill -9 of a broker with ${GRANTS_IN_FLIGHT} refreshes under way`);

/** What has to be true of a cell, from what the kills have left behind. */
function promised({ kills, repeat }: Cell) {
  const left = kills.map((kill) => kill.left);
  const lost = left.filter((what) => what === 'token_consumed').length;
  const stored = left.includes('tokens_stored');
  const asksAgain = !stored && lost > 0;
  const survives = !asksAgain || repeat === 'idempotent';
  return {
    survived: survives ? GRANTS_IN_FLIGHT : 0,
    ended: survives ? [] : Array.from({ length: GRANTS_IN_FLIGHT }, () => 'needs_consent indeterminate'),
    calls: GRANTS_IN_FLIGHT * (stored ? 1 : lost + 1),
    refreshes: GRANTS_IN_FLIGHT,
    replaysAnswered: asksAgain ? GRANTS_IN_FLIGHT : 0,
    stuck: 0,
    wrong: [],
  };
}

describe('a broker killed in the middle of refreshes', () => {
  let running = new Map<Cell, Promise<CellResult>>();
  beforeAll(() => {
    running = sideBySide(cells, ({ kills, repeat }) => runCell(kills, repeat), CELLS_AT_ONCE);
  });
  afterAll(() => Promise.allSettled(running.values()), CELL_WITHIN_MS);

  it.each(cells)(
    'keeps every grant that can be kept, with at most one answered replay: killed $point, repeats $repeat',
    async (cell) => {
      const result = await running.get(cell);
      report.add({
        'killed …': cell.point,
        'a repeat is': cell.repeat,
        grants: GRANTS_IN_FLIGHT,
        'held there': result?.atPoint ?? 0,
        survived: result?.survived ?? 0,
        'needs consent': result?.ended.length ?? 0,
        refreshes: result?.refreshes ?? 0,
        replays: result?.replays ?? 0,
        'of them answered': result?.replaysAnswered ?? 0,
        stuck: result?.stuck ?? 0,
        seconds: result?.seconds ?? 0,
      });
      expect(result).toMatchObject(promised(cell));
    },
    CELL_WITHIN_MS,
  );
});
