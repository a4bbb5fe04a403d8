import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Job, JobRecords } from './job-records.js';
import { type JobSignal, type JobWork, RunJob } from './run-job.task.js';

const job: Job = {
  id: '01a1fbd0-7c06-7737-ac5c-2bd776699d70',
  type: 'counting',
  state: 'running',
  done: 0,
  total: 3,
  actor: 'operator:bootstrap',
  request: {},
  result: null,
  createdAt: new Date(0),
  startedAt: new Date(0),
  finishedAt: null,
};

describe(RunJob.name, () => {
  let claimed: Job | undefined;
  let seen: { cancelAsked: boolean; pauseAsked: boolean } | undefined;
  let said: string[];
  let work: JobWork['run'];
  let stopping: AbortController;
  beforeEach(() => {
    claimed = job;
    seen = { cancelAsked: false, pauseAsked: false };
    said = [];
    stopping = new AbortController();
    work = async () => ({ state: 'done', result: { counted: 3 } });
  });
  const records = {
    claim: async () => claimed,
    beat: async (_id: string, _runner: string, done?: number) => {
      said.push(`at ${done}`);
      return seen;
    },
    end: async (_id: string, _runner: string, state: string, result: object) => {
      said.push(`${state} ${JSON.stringify(result)}`);
    },
    release: async (_id: string, _runner: string, failed: boolean) => {
      said.push(failed ? 'released, failed' : 'released');
    },
  } as unknown as JobRecords;
  const run = (works: readonly JobWork[] = [{ type: 'counting', run: (...asked) => work(...asked) }]) =>
    new RunJob(records, works, pino({ level: 'silent' })).run({ jobId: job.id }, stopping.signal);
  /** What the work is told when it reports its first step. */
  const told = async (): Promise<JobSignal | undefined> => {
    let signal: JobSignal | undefined;
    work = async (_, report) => {
      signal = await report(1);
      return undefined;
    };
    await run();
    return signal;
  };

  it('leaves a job alone that somebody else works on', async () => {
    claimed = undefined;
    await run();
    expect(said).toEqual([]);
  });

  it('keeps how far the work is, and what came of it', async () => {
    work = async (_, report) => {
      for (const done of [1, 2]) expect(await report(done)).toBe('go_on');
      return { state: 'done', result: { counted: 3 } };
    };
    await run();
    expect(said).toEqual(['at 1', 'at 2', 'done {"counted":3}']);
  });

  it('tells the work to stop for good when an operator has cancelled it', async () => {
    seen = { cancelAsked: true, pauseAsked: false };
    expect(await told()).toBe('cancel');
  });

  it('tells the work to stop here when an operator has paused it, and lets it go', async () => {
    seen = { cancelAsked: false, pauseAsked: true };
    expect(await told()).toBe('interrupt');
    expect(said).toEqual(['at 1', 'released']);
  });

  it('tells the work to stop here when another replica has taken over', async () => {
    seen = undefined;
    expect(await told()).toBe('interrupt');
  });

  it('lets another replica go on when this one stops, and does not call that a failure', async () => {
    stopping.abort();
    expect(await told()).toBe('interrupt');
    expect(said).toEqual(['at 1', 'released']);
  });

  it('lets another replica try when the work fails, or when this one does not know the work', async () => {
    work = async () => {
      throw new Error('broken');
    };
    await expect(run()).rejects.toThrow('broken');
    await expect(run([])).rejects.toThrow('counting');
    expect(said).toEqual(['released, failed', 'released, failed']);
  });
});
