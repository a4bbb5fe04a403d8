import type { Consents } from '../tokens/consents.js';
import type { UserTokens } from '../tokens/user-tokens.js';

/**
 * The user tokens that the plugin platform keeps, one for each application and person. It gets a new one with every consent, and sends the
 * one it has until then, alive or not: an ability that finds it dead says so.
 */
export class PluginTokens {
  private readonly kept = new Map<string, string>();

  constructor(
    private readonly userTokens: UserTokens,
    private readonly consents: Consents,
  ) {}

  /** Absent where the person has consented to nothing. */
  find(clientId: string, person: string, corpId: string | undefined): string | undefined {
    if (!this.consents.find(clientId, person)) return undefined;
    return this.kept.get(keyOf(clientId, person)) ?? this.renew(clientId, person, corpId);
  }

  /** The person has consented just now. */
  renew(clientId: string, person: string, corpId: string | undefined): string {
    const { accessToken } = this.userTokens.issueFor({ clientId, person, ...(corpId !== undefined && { corpId }) });
    this.kept.set(keyOf(clientId, person), accessToken);
    return accessToken;
  }

  clear(): void {
    this.kept.clear();
  }
}

const keyOf = (clientId: string, person: string): string => `${clientId} ${person}`;
