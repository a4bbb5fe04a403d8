import { ConversationControl } from '../conversations/conversation-control.js';
import { ConversationDesk } from '../conversations/conversation-desk.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { SkillControl } from './skill-control.js';
import { SkillDesk } from './skill-desk.js';
import type { SkillDriver } from './skill-driver.js';
import { skillReal } from './skill-pages.js';

/** What there is to the assistant: its control API and its pages. */
export class SkillPart {
  readonly conversations: ConversationControl;
  readonly control: SkillControl;
  readonly desk: SkillDesk;
  readonly conversationDesk: ConversationDesk;

  constructor(driver: SkillDriver, applications: Applications, directory: Directory) {
    const place = { path: '/emulator/skills', real: skillReal };
    this.conversations = new ConversationControl(driver.conversations);
    this.control = new SkillControl(driver, applications, directory);
    this.desk = new SkillDesk(driver, this.control, applications, directory);
    this.conversationDesk = new ConversationDesk(
      place,
      driver.conversations,
      this.conversations,
      applications,
      directory,
    );
  }
}
