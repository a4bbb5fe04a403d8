import type { Application } from '../world/applications.js';
import { type Membership, membershipIn, type Person } from '../world/directory.js';

interface Wish {
  /** Organisation asked for by the link, or chosen on the page. */
  readonly corpId?: string;
  /** `org_type=management`: only organisations the person administers. */
  readonly managementOnly?: boolean;
  /** Lets people of other organisations into an internal application. */
  readonly acceptOutsiders: boolean;
}

/** The organisations a person may log in to this application with. */
export function organisationsFor(application: Application, person: Person, wish: Wish): Membership[] {
  const ownOnly = application.kind === 'internal' && !wish.acceptOutsiders;
  return person.memberships.filter(
    ({ corpId, admin }) => (!ownOnly || corpId === application.corpId) && (!wish.managementOnly || admin),
  );
}

/** Whether the person may log in at all: an internal application takes members of its own organisation only. */
export function mayLogIn(application: Application, person: Person, acceptOutsiders: boolean): boolean {
  if (application.kind !== 'internal' || acceptOutsiders) return true;
  return membershipIn(person, application.corpId) !== undefined;
}

/** The organisation for whoever shows no page: the one asked for, else the application's own, else the person's first. */
export function chooseOrganisation(
  application: Application,
  person: Person,
  wish: Wish,
): { ok: true; corpId: string | undefined } | { ok: false } {
  if (!mayLogIn(application, person, wish.acceptOutsiders)) return { ok: false };
  const choice = organisationsFor(application, person, wish);
  const own = choice.find(({ corpId }) => corpId === (wish.corpId ?? application.corpId));
  if (wish.corpId !== undefined && !own) return { ok: false };
  return { ok: true, corpId: (own ?? choice[0])?.corpId };
}
