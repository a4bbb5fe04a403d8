import type { ConsentStartOptions } from '@app/dingtalk';
import type { ApplicationStore } from '@app/vault';
import type { SignInStart } from '../access/person-sessions.js';
import { MeStop } from './me-stop.js';

/** Where a person is sent to say who they are: to the one application that is marked for it. */
export class StartSignIn {
  constructor(
    private readonly applications: ApplicationStore,
    private readonly publicUrl: string,
  ) {}

  /** Name of the application, whose page at DingTalk the person is about to see. Throws `MeStop`. */
  async through(): Promise<string> {
    const application = await this.applications.forSignIn();
    if (!application) throw new MeStop('sign_in_unavailable');
    return application.name;
  }

  /** Throws `MeStop`. */
  async execute(): Promise<ConsentStartOptions> {
    const application = await this.applications.forSignIn();
    const credentials = application && (await this.applications.credentials(application.name));
    if (!credentials) throw new MeStop('sign_in_unavailable');
    const state: SignInStart = { purpose: 'me', application: application.name };
    return {
      application: { credentials, ...(application.corpId !== null && { corpId: application.corpId }) },
      redirectUri: `${this.publicUrl}/consent/callback`,
      state,
    };
  }
}
