import { ConversationControl } from '../conversations/conversation-control.js';
import { ConversationDesk } from '../conversations/conversation-desk.js';
import type { StreamGateway } from '../stream/stream-gateway.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { PluginControl } from './plugin-control.js';
import { PluginDesk } from './plugin-desk.js';
import type { PluginDriver } from './plugin-driver.js';
import { pluginReal } from './plugin-pages.js';

/** What there is to the plugin platform: its control API and its pages. */
export class PluginPart {
  readonly conversations: ConversationControl;
  readonly control: PluginControl;
  readonly desk: PluginDesk;
  readonly conversationDesk: ConversationDesk;

  constructor(driver: PluginDriver, applications: Applications, directory: Directory, gateway: StreamGateway) {
    const place = { path: '/emulator/plugins', real: pluginReal };
    this.conversations = new ConversationControl(driver.conversations);
    this.control = new PluginControl(driver, applications, directory);
    this.desk = new PluginDesk(driver, this.control, applications, directory, gateway);
    this.conversationDesk = new ConversationDesk(
      place,
      driver.conversations,
      this.conversations,
      applications,
      directory,
    );
  }
}
