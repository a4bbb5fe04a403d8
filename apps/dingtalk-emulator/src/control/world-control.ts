import { z } from 'zod';
import type { Announcements } from '../events/announcements.js';
import type { PushAddresses } from '../events/push-addresses.js';
import type { AppTokens } from '../tokens/app-tokens.js';
import type { ReceivedBody } from '../traffic/received-body.js';
import {
  type Application,
  type Applications,
  applicationChangeSchema,
  applicationSchema,
  ownerOf,
} from '../world/applications.js';
import { type Directory, personSchema } from '../world/directory.js';
import type { Identities } from '../world/identities.js';
import { type Settings, settingsChangeSchema } from '../world/settings.js';
import { applicationNamed, suiteNamed } from './named.js';
import { Problem, readBody, readFields } from './problem.js';
import type { Start } from './start.js';

const peopleSchema = z.strictObject({ people: z.array(personSchema).min(1).max(200_000) });

/** Applications, people, organisations and settings, as tests arrange them. */
export class WorldControl {
  constructor(
    private readonly registry: Applications,
    private readonly directory: Directory,
    private readonly identities: Identities,
    private readonly appTokens: AppTokens,
    private readonly announcements: Announcements,
    private readonly pushAddresses: PushAddresses,
    private readonly values: Settings,
    private readonly start: Start,
  ) {}

  applications() {
    return { applications: this.registry.all().map(shown) };
  }

  application(clientId: string) {
    return shown(applicationNamed(this.registry, clientId));
  }

  addApplication(body: ReceivedBody | undefined) {
    const application = readBody(applicationSchema, body);
    if (this.registry.find(application.clientId)) {
      throw new Problem(409, 'Conflict', `There is an application ${application.clientId} already.`);
    }
    return this.save(application);
  }

  changeApplication(clientId: string, body: ReceivedBody | undefined) {
    const held = applicationNamed(this.registry, clientId);
    const change = readBody(applicationChangeSchema, body);
    return this.save(readFields(applicationSchema, { ...held, ...change }));
  }

  removeApplication(clientId: string): void {
    this.registry.remove(applicationNamed(this.registry, clientId).clientId);
    this.pushAddresses.remove(clientId);
  }

  suiteTicket(clientId: string) {
    return { suiteTicket: this.appTokens.suiteTicket(suiteNamed(this.registry, clientId)) };
  }

  pushSuiteTicket(clientId: string) {
    const application = suiteNamed(this.registry, clientId);
    const suiteTicket = this.appTokens.pushSuiteTicket(application);
    this.announcements.ticket(application);
    return { suiteTicket };
  }

  /** With a `clientId`, each person comes with the ids that application sees. */
  people(clientId?: string) {
    const application = clientId === undefined ? undefined : applicationNamed(this.registry, clientId);
    return {
      people: this.directory.people().map((person) => ({
        ...person,
        ...(application && {
          unionId: this.identities.unionId(application, person),
          openId: this.identities.openId(application, person),
        }),
      })),
    };
  }

  addPeople(body: ReceivedBody | undefined) {
    const { people } = readBody(peopleSchema, body);
    for (const { corpId } of people.flatMap((person) => person.memberships)) this.requireOrganisation(corpId);
    this.directory.savePeople(people);
    return { saved: people.length };
  }

  settings() {
    return this.values.values;
  }

  changeSettings(body: ReceivedBody | undefined) {
    return this.values.change(readBody(settingsChangeSchema, body));
  }

  reset(): void {
    this.start.afresh();
  }

  private save(application: Application) {
    for (const corpId of [application.corpId, ...(application.installedIn ?? [])]) {
      if (corpId !== undefined) this.requireOrganisation(corpId);
    }
    this.registry.save(application);
    return shown(application);
  }

  private requireOrganisation(corpId: string): void {
    if (!this.directory.organisation(corpId))
      throw new Problem(400, 'Bad request', `There is no organisation ${corpId}.`);
  }
}

/** The secret is what the caller set; it is not read back. */
function shown(application: Application) {
  const { clientSecret: _, ...rest } = application;
  return { ...rest, owner: ownerOf(application) };
}
