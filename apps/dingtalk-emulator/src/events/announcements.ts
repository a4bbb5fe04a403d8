import { type Application, type Applications, worksIn } from '../world/applications.js';
import type { Membership } from '../world/directory.js';
import type { EventType } from './event.table.js';
import { type Draft, newEventId, type Outbox } from './outbox.js';
import type { Member, Payload, Payloads } from './payloads.js';

export type ApplicationChange = 'stop' | 'restore' | 'remove' | 'scope_update';

/** Who hears of what happens in the emulated world: the applications that stand in the organisation. */
export class Announcements {
  constructor(
    private readonly applications: Applications,
    private readonly payloads: Payloads,
    private readonly outbox: Outbox,
  ) {}

  left(corpId: string, members: readonly Member[]): void {
    for (const application of this.standingIn(corpId)) {
      for (const payload of this.payloads.left(application, members)) {
        this.tell(application, 'user_leave_org', corpId, payload);
      }
    }
  }

  joined(corpId: string, member: Member): void {
    for (const application of this.standingIn(corpId)) {
      this.tell(application, 'user_active_org', corpId, this.payloads.activated(member));
    }
  }

  modified(corpId: string, member: Member, before: Membership): void {
    for (const application of this.standingIn(corpId)) {
      const payload = this.payloads.modified(application, member, before);
      this.tell(application, 'user_modify_org', corpId, payload);
    }
  }

  dissolved(corpId: string): void {
    for (const application of this.standingIn(corpId)) this.tell(application, 'org_remove', corpId, {});
  }

  installed(application: Application, corpId: string): void {
    this.tell(application, 'org_suite_auth', corpId, this.payloads.installed(application, corpId));
  }

  authorisedAnew(application: Application, corpId: string): void {
    this.tell(application, 'org_suite_change', corpId, this.payloads.installed(application, corpId));
  }

  uninstalled(application: Application, corpId: string): void {
    this.tell(application, 'org_suite_relieve', corpId, {});
  }

  /** The ticket is the developer's own affair, so no organisation is named but the developer's. */
  ticket(application: Application): void {
    this.tell(application, 'suite_ticket', application.owner, this.payloads.ticket(application));
  }

  /** An internal application has one event for both of the changes it knows; an ISV's has one for each. */
  changed(application: Application, corpId: string, change: ApplicationChange): void {
    if (application.kind === 'isv') {
      this.tell(application, `org_micro_app_${change}`, corpId, this.payloads.microApp(application, corpId));
      return;
    }
    const eventId = newEventId();
    const payload = this.payloads.innerApp(application, corpId, change === 'stop' ? 'disable' : 'enable', eventId);
    this.tell(application, 'inner_app_status_change', corpId, payload, { eventId });
  }

  private standingIn(corpId: string): Application[] {
    return this.applications.all().filter((application) => worksIn(application, corpId));
  }

  private tell(
    { clientId }: Application,
    type: EventType,
    corpId: string | undefined,
    payload: Payload,
    more: Partial<Draft> = {},
  ): void {
    this.outbox.send({ clientId, type, corpId, payload, ...more });
  }
}
