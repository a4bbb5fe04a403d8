import { z } from 'zod';
import type { Announcements } from '../events/announcements.js';
import type { Member } from '../events/payloads.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import { type Application, type Applications, worksIn } from '../world/applications.js';
import { type Directory, membershipIn, membershipSchema } from '../world/directory.js';
import { applicationNamed, personNamed, suiteNamed } from './named.js';
import { notFound, Problem, readBody } from './problem.js';

const joinSchema = membershipSchema.omit({ corpId: true }).extend({ person: z.string() });
const memberChangeSchema = z.strictObject({
  departments: membershipSchema.shape.departments.unwrap().optional(),
  title: membershipSchema.shape.title,
  admin: z.boolean().optional(),
});
const leaveSchema = z.strictObject({ userIds: z.array(z.string()).min(1).max(1000) });
const statusSchema = z.strictObject({
  change: z.enum(['stop', 'restore', 'remove', 'scope_update']),
  /** Absent: the application's own organisation. */
  corpId: z.string().optional(),
});

/** What happens in an organisation: people come, change and go, applications too. Each of it is told to those it concerns. */
export class OrganisationControl {
  constructor(
    private readonly directory: Directory,
    private readonly registry: Applications,
    private readonly announcements: Announcements,
  ) {}

  organisations() {
    return { organisations: this.directory.organisations() };
  }

  join(corpId: string, body: ReceivedBody | undefined) {
    this.requireOrganisation(corpId);
    const { person: key, ...rest } = readBody(joinSchema, body);
    const person = personNamed(this.directory, key);
    const membership = { ...rest, corpId };
    const holder = this.directory.memberByUserId(corpId, membership.userId);
    if (holder && holder.key !== key) {
      throw new Problem(409, 'Conflict', `${holder.key} has the userId ${membership.userId} in ${corpId}.`);
    }
    this.directory.join(person, membership);
    this.announcements.joined(corpId, { person, membership });
    return membership;
  }

  changeMember(corpId: string, userId: string, body: ReceivedBody | undefined) {
    const change = readBody(memberChangeSchema, body);
    const { person, membership: before } = this.member(corpId, userId);
    const membership = { ...before, ...change };
    this.directory.join(person, membership);
    this.announcements.modified(corpId, { person, membership }, before);
    return membership;
  }

  leave(corpId: string, userIds: readonly string[]): void {
    const members = userIds.map((userId) => this.member(corpId, userId));
    this.directory.leave(
      corpId,
      members.map(({ person }) => person),
    );
    this.announcements.left(corpId, members);
  }

  leaveTogether(corpId: string, body: ReceivedBody | undefined): void {
    this.leave(corpId, readBody(leaveSchema, body).userIds);
  }

  dissolve(corpId: string): void {
    this.requireOrganisation(corpId);
    this.announcements.dissolved(corpId);
    for (const application of this.registry.all()) {
      const installedIn = application.installedIn?.filter((customer) => customer !== corpId);
      if (installedIn) this.registry.save({ ...application, installedIn });
    }
    this.directory.dissolve(corpId);
  }

  /** Installing what is installed already stands for an administrator who authorises it anew. */
  install(corpId: string, clientId: string) {
    this.requireOrganisation(corpId);
    const application = suiteNamed(this.registry, clientId);
    if (worksIn(application, corpId)) {
      this.announcements.authorisedAnew(application, corpId);
      return;
    }
    this.registry.save({ ...application, installedIn: [...this.customersOf(application), corpId] });
    this.announcements.installed(application, corpId);
  }

  uninstall(corpId: string, clientId: string): void {
    const application = suiteNamed(this.registry, clientId);
    if (!worksIn(application, corpId)) throw notFound(`application ${clientId} in the organisation ${corpId}`);
    const installedIn = this.customersOf(application).filter((customer) => customer !== corpId);
    this.registry.save({ ...application, installedIn });
    this.announcements.uninstalled(application, corpId);
  }

  /** Says so and no more: what a stopped application can still do at DingTalk is not documented. */
  changeApplication(clientId: string, body: ReceivedBody | undefined): void {
    const application = applicationNamed(this.registry, clientId);
    const { change, corpId = application.corpId } = readBody(statusSchema, body);
    if (corpId === undefined || !worksIn(application, corpId)) {
      throw new Problem(400, 'Bad request', `${clientId} does not stand in the organisation ${corpId ?? '(none)'}.`);
    }
    if (application.kind === 'internal' && (change === 'remove' || change === 'scope_update')) {
      throw new Problem(400, 'Bad request', `DingTalk has no event for ${change} of an internal application.`);
    }
    this.announcements.changed(application, corpId, change);
  }

  private customersOf({ installedIn }: Application): readonly string[] {
    return installedIn ?? this.directory.organisations().map(({ corpId }) => corpId);
  }

  private member(corpId: string, userId: string): Member {
    const person = this.directory.memberByUserId(corpId, userId);
    const membership = person && membershipIn(person, corpId);
    if (!membership) throw notFound(`member ${userId} in the organisation ${corpId}`);
    return { person, membership };
  }

  private requireOrganisation(corpId: string): void {
    if (!this.directory.organisation(corpId)) throw notFound(`organisation ${corpId}`);
  }
}
