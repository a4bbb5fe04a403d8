import { BrokerError } from '@app/errors';
import type { SignInWay } from '@app/operators';
import type { Operator } from './access.js';

/** Where an operator shows once more who they are. DingTalk asks each time; a provider has to be told to. */
const signInUrls: Record<SignInWay, string> = { dingtalk: '/admin/sign-in', openid: '/admin/sign-in/oidc?fresh=true' };

/** What cannot be taken back, or shows what is others', is not done by whoever finds a browser open. */
export class FreshSignIn {
  constructor(private readonly minutes: number) {}

  /** Throws `fresh_sign_in_required` for a browser whose operator has shown who they are too long ago. Tokens pass: nobody could be asked. */
  demand({ session }: Operator): void {
    if (!session) return;
    const { way, secondsSinceSignIn } = session;
    if (secondsSinceSignIn !== null && secondsSinceSignIn <= this.minutes * 60) return;
    throw new BrokerError('fresh_sign_in_required', {
      detail: `This needs a sign-in within the last ${this.minutes} minutes. Sign in again, then repeat it.`,
      members: { signInUrl: signInUrls[way] },
    });
  }
}
