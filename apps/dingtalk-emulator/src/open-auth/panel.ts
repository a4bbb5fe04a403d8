import { mayLogIn } from '../login/organisations.js';
import type { Codes } from '../tokens/codes.js';
import type { Consents } from '../tokens/consents.js';
import type { Applications } from '../world/applications.js';
import { type Directory, membershipIn, type Person } from '../world/directory.js';
import type { Settings } from '../world/settings.js';
import { judgePanel, type PanelError, type PanelRequest } from './panel-request.js';

/** What the panel gives back to the client, and `openAuth` to the page. */
export type PanelAnswer =
  | { status: 'ok'; result: { authCode?: string } }
  | { status: 'cancel' | 'failed' | 'toAdmin'; result: null; errorCode?: string };

/** `answered` without an answer is a panel that was closed. */
export type PanelStep =
  | { show: 'error'; error: PanelError; answer: PanelAnswer }
  | { show: 'login'; request: PanelRequest; people: Person[] }
  | { show: 'panel'; request: PanelRequest; person: Person }
  | { show: 'answered'; answer: PanelAnswer | undefined };

/** Buttons of the panel; the first two are DingTalk's. */
const panelDecisions = ['agree', 'refuse', 'failed', 'to_admin', 'close'] as const;
export type PanelDecision = (typeof panelDecisions)[number];

type Query = Readonly<Record<string, unknown>>;

const FACES = 12;

/** The panel that `openAuth` opens inside the client: it asks for exactly what the page asked for, and gives no more. */
export class Panel {
  constructor(
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly settings: Settings,
    private readonly consents: Consents,
    private readonly codes: Codes,
  ) {}

  /** @param signedIn key of the person the client is signed in as */
  visit(query: Query, signedIn: string | undefined): PanelStep {
    const step = this.stepFor(query, signedIn);
    const { openAuthAnswer } = this.settings.values;
    return step.show === 'panel' && openAuthAnswer !== 'person'
      ? this.end(step.request, step.person, openAuthAnswer)
      : step;
  }

  /** The person pressed a button. */
  decide(query: Query, signedIn: string | undefined, decision: unknown): PanelStep {
    const step = this.stepFor(query, signedIn);
    const pressed = panelDecisions.find((known) => known === decision) ?? 'close';
    if (step.show === 'panel') return this.end(step.request, step.person, pressed);
    return step.show === 'error' ? { show: 'answered', answer: step.answer } : step;
  }

  private stepFor(query: Query, signedIn: string | undefined): PanelStep {
    const judged = judgePanel(query, this.applications);
    if (!judged.ok) return this.error(judged.error);
    const { request } = judged;
    const person = this.directory.person(signedIn ?? '');
    if (!person) return { show: 'login', request, people: this.directory.people().slice(0, FACES) };
    const acceptOutsiders = this.settings.values.internalAppsAcceptOutsiders;
    const belongs = request.corpId === undefined || membershipIn(person, request.corpId) !== undefined;
    if (!belongs && !acceptOutsiders) return this.error('400008');
    if (!mayLogIn(request.application, person, acceptOutsiders)) return this.error('400008');
    return { show: 'panel', request, person };
  }

  private end(request: PanelRequest, person: Person, decision: PanelDecision): PanelStep {
    switch (decision) {
      case 'agree':
        return { show: 'answered', answer: this.agree(request, person) };
      case 'refuse':
        return { show: 'answered', answer: { status: 'cancel', result: null } };
      case 'failed':
        return { show: 'answered', answer: this.failed('500404') };
      case 'to_admin':
        return { show: 'answered', answer: { status: 'toAdmin', result: null } };
      case 'close':
        return { show: 'answered', answer: undefined };
    }
  }

  /** Of an organisation only an administrator can agree, and gets no code. */
  private agree({ application, corpId, points, type }: PanelRequest, person: Person): PanelAnswer {
    if (type === 1) {
      const isAdmin = corpId !== undefined && membershipIn(person, corpId)?.admin === true;
      return isAdmin ? { status: 'ok', result: {} } : { status: 'toAdmin', result: null };
    }
    this.consents.giveSome(application, person, points);
    return { status: 'ok', result: { authCode: this.codes.issue(application, person, corpId) } };
  }

  private error(error: PanelError): PanelStep {
    return { show: 'error', error, answer: this.failed(error) };
  }

  private failed(errorCode: string): PanelAnswer {
    return { status: 'failed', result: null, ...(this.settings.values.openAuthTellsCode && { errorCode }) };
  }
}
