/** Failures in a row after which DingTalk counts as away for an application. */
const FAILURES_TO_OPEN = 5;
const OPEN_MS_MIN = 1_000;
const OPEN_MS_MAX = 30_000;

interface Circuit {
  failures: number;
  openUntil: number;
  probing: boolean;
}

/**
 * Keeps a replica from asking a DingTalk that fails: after some failures in a row of one application nothing is asked for a while,
 * then one call probes. The pause doubles with each probe that fails, and varies, so that replicas do not probe in step.
 */
export class CircuitBreaker {
  private readonly circuits = new Map<string, Circuit>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds until it is worth asking again; 0 means now, and then `succeeded` or `failed` must follow, or `notAsked`. */
  enter(application: string): number {
    const circuit = this.circuits.get(application);
    if (!circuit || circuit.failures < FAILURES_TO_OPEN) return 0;
    if (circuit.probing) return OPEN_MS_MIN;
    const wait = circuit.openUntil - this.now();
    if (wait > 0) return wait;
    circuit.probing = true;
    return 0;
  }

  /** True while it is not worth beginning anything that would only be turned away. */
  isOpen(application: string): boolean {
    const circuit = this.circuits.get(application);
    return circuit !== undefined && circuit.failures >= FAILURES_TO_OPEN && circuit.openUntil > this.now();
  }

  succeeded(application: string): void {
    this.circuits.delete(application);
  }

  failed(application: string): void {
    // A call that was under way when the circuit opened says nothing new: only a probe may keep it open for longer.
    if (this.isOpen(application)) return;
    const circuit = this.circuits.get(application) ?? { failures: 0, openUntil: 0, probing: false };
    this.circuits.set(application, circuit);
    circuit.failures += 1;
    circuit.probing = false;
    const doublings = circuit.failures - FAILURES_TO_OPEN;
    if (doublings < 0) return;
    const pause = Math.min(OPEN_MS_MAX, OPEN_MS_MIN * 2 ** Math.min(doublings, 10));
    circuit.openUntil = this.now() + pause * (0.5 + this.random() / 2);
  }

  /** Entered, and then nothing was asked after all. */
  notAsked(application: string): void {
    const circuit = this.circuits.get(application);
    if (circuit) circuit.probing = false;
  }
}
