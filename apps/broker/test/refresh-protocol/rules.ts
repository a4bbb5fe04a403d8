/** What the protocol's safety hangs on, each as something that can be left out, so that the explorer can show what it is for. */
export interface Rules {
  /** A live lease keeps others from calling DingTalk. */
  readonly leaseExcludes: boolean;
  /** A holder whose lease has run out before it has sent anything takes it anew, or does not send. */
  readonly holderChecksLease: boolean;
  /** The attempt is recorded with the lease, before the call. */
  readonly leaseRecordsIntent: boolean;
  /** An attempt without an answer stays on record when the lease is given back. */
  readonly releaseKeepsDoubt: boolean;
  /** A success is stored for an unchanged version by whoever has it, not only by the holder of the fence. */
  readonly anybodyStoresSuccess: boolean;
  /** A success is stored only for the version that was refreshed. */
  readonly successIsForItsVersion: boolean;
  /** A success is not stored into a grant that has ended. */
  readonly endIsFinal: boolean;
  /** A refusal counts only for the version that was refused. */
  readonly refusalIsForItsVersion: boolean;
  /** A refusal counts only from the holder of the fence. */
  readonly refusalNeedsFence: boolean;
  /** A suspended grant that is refused stays suspended. */
  readonly suspensionOutlivesRefusal: boolean;
  /** Who finds the lease taken waits for the outcome. */
  readonly waitersWait: boolean;
  /** Fresh tokens leave through the hand-out statement, not from the memory of the process that obtained them. */
  readonly refresherAsksAgain: boolean;
  /** A revocation shuts out the statements that began before it, and only then answers. */
  readonly revocationRaisesEpochs: boolean;
}

export const soundRules: Rules = {
  leaseExcludes: true,
  holderChecksLease: true,
  leaseRecordsIntent: true,
  releaseKeepsDoubt: true,
  anybodyStoresSuccess: true,
  successIsForItsVersion: true,
  endIsFinal: true,
  refusalIsForItsVersion: true,
  refusalNeedsFence: true,
  suspensionOutlivesRefusal: true,
  waitersWait: true,
  refresherAsksAgain: true,
  revocationRaisesEpochs: true,
};
