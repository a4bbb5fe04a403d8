import { DWClient } from 'dingtalk-stream';
import { DEMO, type EmulatorUnderTest, SEED_SECRET } from './emulator-under-test.js';
import { openConnection } from './stream-client.js';

/** DingTalk's own client, with the one address it does not let be configured. */
export class OfficialClient extends DWClient {
  constructor(private readonly emulator: EmulatorUnderTest) {
    super({ clientId: DEMO, clientSecret: SEED_SECRET });
  }

  override async getEndpoint(): Promise<this> {
    const { clientId, subscriptions } = this.config;
    const { endpoint, ticket } = await openConnection(this.emulator, { clientId, subscriptions });
    return Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` });
  }
}
