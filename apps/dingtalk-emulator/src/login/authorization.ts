import type { Codes } from '../tokens/codes.js';
import type { Consents } from '../tokens/consents.js';
import type { Application, Applications } from '../world/applications.js';
import { type Directory, type Organisation, type Person } from '../world/directory.js';
import type { Settings } from '../world/settings.js';
import { type AuthorizeRequest, type BrokenLink, judge, refusal, success } from './authorize-request.js';
import { chooseOrganisation, mayLogIn, organisationsFor } from './organisations.js';

/** What a visitor of the authorization link gets to see, or where the browser goes next. */
export type Step =
  | { show: 'broken'; reason: BrokenLink | 'unknown_person' }
  | { show: 'login'; application: Application; people: Person[]; more: number }
  | { show: 'organisations'; application: Application; person: Person; organisations: Organisation[] }
  | { show: 'outsider'; application: Application; person: Person; home?: Organisation }
  | { show: 'not_a_member'; application: Application; person: Person }
  | { show: 'consent'; application: Application; person: Person; organisation?: Organisation; canChoose: boolean }
  | { show: 'redirect'; location: string };

type Query = Readonly<Record<string, unknown>>;

/** As many faces as fit a page; anybody else signs in by key. */
const FACES = 12;

/** The browser story: log in, choose an organisation, agree or refuse. Every step is judged from the link anew. */
export class Authorization {
  constructor(
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly settings: Settings,
    private readonly consents: Consents,
    private readonly codes: Codes,
  ) {}

  /** @param signedIn key of the person the browser is signed in as */
  visit(query: Query, signedIn: string | undefined): Step {
    return this.withRequest(query, (request) => {
      const { application } = request;
      if (request.as !== undefined && !this.directory.person(request.as))
        return { show: 'broken', reason: 'unknown_person' };
      const person = this.directory.person(request.as ?? signedIn ?? '');
      if (!person) return this.login(application);
      const step = this.stepFor(request, person);
      if (step.show !== 'consent') return step;
      if (request.auto !== undefined) return this.end(request, person, request.auto, step.organisation);
      const remembered = !request.prompted && this.coveredByConsent(application, person);
      return remembered ? this.end(request, person, 'agree', step.organisation) : step;
    });
  }

  /** The person pressed a button of the consent page. */
  decide(query: Query, signedIn: string | undefined, decision: unknown): Step {
    return this.withRequest(query, (request) => {
      const person = this.directory.person(request.as ?? signedIn ?? '');
      if (!person) return this.login(request.application);
      const step = this.stepFor(request, person);
      if (step.show !== 'consent') return step;
      return this.end(request, person, decision === 'agree' ? 'agree' : 'refuse', step.organisation);
    });
  }

  private withRequest(query: Query, next: (request: AuthorizeRequest) => Step): Step {
    const judged = judge(query, this.applications, this.settings);
    if (judged.kind === 'broken') return { show: 'broken', reason: judged.reason };
    if (judged.kind === 'refused') return { show: 'redirect', location: judged.location };
    return next(judged.request);
  }

  private login(application: Application): Step {
    const people = this.directory.people();
    return { show: 'login', application, people: people.slice(0, FACES), more: Math.max(people.length - FACES, 0) };
  }

  private stepFor(request: AuthorizeRequest, person: Person): Step {
    const { application, managementOnly } = request;
    const acceptOutsiders = this.settings.values.internalAppsAcceptOutsiders;
    if (!mayLogIn(application, person, acceptOutsiders)) {
      const home = this.directory.organisation(application.corpId ?? '');
      return { show: 'outsider', application, person, home };
    }
    if (!request.wantsCorp) return { show: 'consent', application, person, canChoose: false };
    const wish = { corpId: request.chosen ?? request.corpId, managementOnly, acceptOutsiders };
    if (wish.corpId === undefined && request.auto === undefined) {
      const memberships = organisationsFor(application, person, wish);
      const organisations = memberships.flatMap(({ corpId }) => this.directory.organisation(corpId) ?? []);
      return { show: 'organisations', application, person, organisations };
    }
    const choice = chooseOrganisation(application, person, wish);
    const organisation = choice.ok ? this.directory.organisation(choice.corpId ?? '') : undefined;
    if (!organisation) return { show: 'not_a_member', application, person };
    return { show: 'consent', application, person, organisation, canChoose: true };
  }

  /** Consent is remembered until withdrawn; points applied for since then are not covered by it. */
  private coveredByConsent(application: Application, person: Person): boolean {
    return application.delegatedPoints.every((point) => this.consents.allows(application, person.key, point));
  }

  private end(
    request: AuthorizeRequest,
    person: Person,
    decision: 'agree' | 'refuse',
    organisation: Organisation | undefined,
  ): Step {
    if (decision === 'refuse') return { show: 'redirect', location: refusal(request, 'access_denied') };
    this.consents.give(request.application, person);
    const code = this.codes.issue(request.application, person, organisation?.corpId);
    return { show: 'redirect', location: success(request, code, this.settings.values.codeParameter) };
  }
}
