import { createHash } from 'node:crypto';
import { type Application, ownerOf } from './applications.js';
import type { Directory, Person } from './directory.js';

/**
 * DingTalk's two personal ids: `unionId` is one per person and developer, `openId` one per person and application.
 * Both are derived, so that they survive restarts and can be worked out by a test.
 */
export class Identities {
  /** People by `unionId`, per developer. */
  private readonly byUnionId = new Map<string, Map<string, string>>();
  private builtFor = -1;

  constructor(private readonly directory: Directory) {}

  unionId(application: Application, person: Person): string {
    return derive('union', ownerOf(application), person.key);
  }

  openId(application: Application, person: Person): string {
    return derive('open', application.clientId, person.key);
  }

  personByUnionId(application: Application, unionId: string): Person | undefined {
    if (this.builtFor !== this.directory.version) {
      this.byUnionId.clear();
      this.builtFor = this.directory.version;
    }
    const owner = ownerOf(application);
    let people = this.byUnionId.get(owner);
    if (!people) {
      people = new Map(this.directory.people().map((person) => [derive('union', owner, person.key), person.key]));
      this.byUnionId.set(owner, people);
    }
    const key = people.get(unionId);
    return key === undefined ? undefined : this.directory.person(key);
  }
}

/** DingTalk's ids are about two dozen letters and digits ending in `iEiE`. */
function derive(kind: string, within: string, personKey: string): string {
  const hash = createHash('sha256').update(`${kind}\n${within}\n${personKey}`).digest('base64');
  return `${hash.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)}iEiE`;
}
