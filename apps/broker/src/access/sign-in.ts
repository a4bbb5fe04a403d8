import type { ConsentStartOptions } from '@app/dingtalk';
import { type ApplicationStore, titleOf } from '@app/vault';

/** What a sign-in takes to DingTalk and back, as its state. */
export interface SignInStart {
  /** To one's own grants, or as an operator. */
  readonly purpose: 'me' | 'operator';
  /** The application people sign in through. */
  readonly application: string;
  /** Where they go once they are signed in, if it is not the usual place. */
  readonly returnUrl: string | null;
}

/** Sends people to DingTalk to say who they are, through the one application that is marked for it. */
export class SignIn {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly publicUrl: string,
  ) {}

  /** What people know the application by whose page at DingTalk they would see; undefined if none is marked. */
  async through(): Promise<string | undefined> {
    const application = await this.applications.forSignIn();
    return application && titleOf(application);
  }

  /** Undefined if no application is marked. */
  async start(
    purpose: SignInStart['purpose'],
    returnUrl: string | null = null,
  ): Promise<ConsentStartOptions | undefined> {
    const application = await this.applications.forSignIn();
    const credentials = application && (await this.applications.credentials(application.name));
    if (!credentials) return undefined;
    return {
      application: { credentials, ...(application.corpId !== null && { corpId: application.corpId }) },
      redirectUri: `${this.publicUrl}/consent/callback`,
      state: { purpose, application: application.name, returnUrl } satisfies SignInStart,
    };
  }
}
