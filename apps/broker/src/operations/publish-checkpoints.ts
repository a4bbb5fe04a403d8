import { appendFile } from 'node:fs/promises';
import { type AuditKeys, type Checkpoint, checkpointHash, encodePublicKey, publishedLine } from '@app/audit';
import type { Logger } from 'pino';

/**
 * Takes checkpoints of the audit trail to where whoever can write to the database cannot reach: into the log, and into a file if there
 * is one. Both are read by people who do not have our keys, so the file says first which keys sign.
 */
export class PublishCheckpoints {
  constructor(
    private readonly keys: AuditKeys,
    private readonly file: string | undefined,
    private readonly log: Logger,
  ) {}

  /** Throws if the file cannot be written: whoever asked for it relies on it. */
  async open(): Promise<void> {
    const { keyId, publicKey } = await this.keys.current();
    const key = { keyId, publicKey: encodePublicKey(publicKey) };
    this.log.info(key, 'audit key');
    if (this.file !== undefined) await appendFile(this.file, `${JSON.stringify({ keys: [key] })}\n`, { flush: true });
  }

  /** The checkpoint is committed, so a file that cannot be written is told of and keeps nobody from going on. */
  readonly publish = async (checkpoint: Checkpoint): Promise<void> => {
    const { replica, number, signature, keyId } = checkpoint;
    const hash = checkpointHash(checkpoint);
    this.log.info({ replica, number, hash, signature: signature.toString('base64'), keyId }, 'audit checkpoint');
    if (this.file === undefined) return;
    try {
      await appendFile(this.file, `${publishedLine(checkpoint)}\n`, { flush: true });
    } catch (err) {
      this.log.error({ err, replica, number }, 'an audit checkpoint was not written to its file');
    }
  };
}
