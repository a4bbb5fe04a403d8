import type { DingTalkPerson } from '@app/dingtalk';

/** Whose a plugin's token is, and since when it is known. */
export interface TokenOwner {
  readonly application: string;
  readonly tokenHash: Buffer;
  readonly corpId: string;
  readonly unionId: string;
  /** Database time. */
  readonly firstSeenAt: Date;
  /** Database time: two hours after the first sight, which is the longest a token of DingTalk can live. */
  readonly livesUntil: Date;
  readonly leftSeconds: number;
  /** As DingTalk tells; undefined where another replica, or an earlier process, asked. */
  readonly person: DingTalkPerson | undefined;
  /** As far as it is known from a grant of theirs. */
  userId?: string | undefined;
  /** Whether it should be kept has been decided by this process. */
  settled: boolean;
  /** While that is being decided, for all calls that bring the token. */
  settling?: Promise<boolean> | undefined;
}
