import type { ConsentStartOptions } from '@app/dingtalk';
import type { SignIn } from '../access/sign-in.js';
import { MeStop } from './me-stop.js';

/** Where a person is sent to say who they are. */
export class StartSignIn {
  constructor(private readonly signIn: SignIn) {}

  /** The application, as people know it, whose page at DingTalk the person is about to see. Throws `MeStop`. */
  async through(): Promise<string> {
    return present(await this.signIn.through());
  }

  /** Throws `MeStop`. */
  async execute(): Promise<ConsentStartOptions> {
    return present(await this.signIn.start('me'));
  }
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new MeStop('sign_in_unavailable');
  return value;
}
