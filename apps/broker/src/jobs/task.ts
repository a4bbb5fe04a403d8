/** Work that is done outside of a request, on any replica. What it throws is logged, and the job is tried again later. */
export interface Task {
  /** Its name in the jobs' table, snake_case; never changed, because jobs that wait carry it. */
  readonly name: string;
  /** Set: runs by itself this often on one of the replicas, with an empty payload, and is never tried again out of turn. */
  readonly everySeconds?: number;
  /** The signal is raised when the broker stops: finish soon, the rest is done by the next run. */
  run(payload: unknown, signal: AbortSignal): Promise<void>;
}
