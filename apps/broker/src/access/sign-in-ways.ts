import type { SignInWaysResponse } from '@app/contract';
import type { SignIn } from './sign-in.js';

/** What stands on the buttons of the sign-in page. */
export class SignInWays {
  constructor(
    private readonly dingtalk: SignIn,
    /** Name of the OpenID Connect provider, if there is one. */
    private readonly providerName: string | undefined,
  ) {}

  async all(): Promise<SignInWaysResponse> {
    const application = await this.dingtalk.through();
    return {
      dingtalk: application !== undefined,
      openid: this.providerName === undefined ? null : { name: this.providerName },
    };
  }
}
