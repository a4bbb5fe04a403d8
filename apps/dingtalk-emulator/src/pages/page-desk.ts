import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultControl } from '../control/fault-control.js';
import { Problem, readFields } from '../control/problem.js';
import { type Fault, type Faults } from '../faults/faults.js';
import type { Calendars } from '../gateway/calendars.js';
import type { Todos } from '../gateway/todos.js';
import type { Consents } from '../tokens/consents.js';
import type { Counters } from '../traffic/counters.js';
import { anyFields, type ReceivedBody } from '../traffic/received-body.js';
import type { Applications } from '../world/applications.js';
import type { Directory, Person } from '../world/directory.js';
import { type Settings, settingsChangeSchema } from '../world/settings.js';
import { avatarOf } from './avatar.js';
import { cookie } from './cookies.js';
import { faultsPage } from './faults-page.js';
import { numberOr } from './form-fields.js';
import { homePage } from './home-page.js';
import { languageOf } from './language.js';
import { originOf, type Page, sendPage, type Viewer, viewerOf } from './layout.js';
import { notFoundPage } from './not-found-page.js';
import { personPage } from './person-page.js';

/** The emulator's own pages and their forms. Every form works without a script and ends on the page it came from. */
export class PageDesk {
  constructor(
    private readonly applications: Applications,
    private readonly directory: Directory,
    private readonly consents: Consents,
    private readonly todos: Todos,
    private readonly calendars: Calendars,
    private readonly faultTable: Faults,
    private readonly faultControl: FaultControl,
    private readonly settings: Settings,
    private readonly counters: Counters,
  ) {}

  home(request: FastifyRequest, reply: FastifyReply): void {
    const viewer = viewerOf(request);
    const applications = this.applications.all();
    const people = this.directory.people();
    const organisations = this.directory.organisations();
    const activeFaults = this.faultTable.active().length;
    const origin = originOf(request);
    sendPage(reply, viewer, homePage(viewer.language, { applications, people, organisations, activeFaults, origin }));
  }

  person(request: FastifyRequest, reply: FastifyReply, key: string): void {
    const viewer = viewerOf(request);
    const person = this.directory.person(key);
    sendPage(reply, viewer, person ? this.personPage(viewer, person) : notFoundPage(viewer.language));
  }

  withdraw(reply: FastifyReply, key: string, body: ReceivedBody | undefined): void {
    this.consents.withdraw(String(anyFields(body).clientId), key);
    void reply.redirect(`/emulator/people/${encodeURIComponent(key)}`, 303);
  }

  faults(request: FastifyRequest, reply: FastifyReply): void {
    this.showFaults(request, reply);
  }

  setFault(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): void {
    const { name, clientId, operation, outcome, times, delayMs } = anyFields(body);
    const aim = {
      clientId: clientId || undefined,
      operation: operation || undefined,
      outcome: outcome || undefined,
      times: numberOr(times),
      delayMs: numberOr(delayMs),
    };
    this.attempt(request, reply, () => this.faultControl.set(String(name), { kind: 'json', value: aim }));
  }

  clearFault(reply: FastifyReply, body: ReceivedBody | undefined): void {
    this.faultControl.clear(String(anyFields(body).name));
    void reply.redirect('/emulator/faults', 303);
  }

  resetFaults(reply: FastifyReply): void {
    this.faultTable.clearAll();
    void reply.redirect('/emulator/faults', 303);
  }

  changeSettings(request: FastifyRequest, reply: FastifyReply, body: ReceivedBody | undefined): void {
    const present = this.settings.values;
    const change = Object.fromEntries(
      Object.entries(anyFields(body)).map(([name, text]) => {
        const kind = typeof present[name as keyof typeof present];
        return [name, kind === 'number' ? numberOr(text) : kind === 'boolean' ? text === 'true' : text];
      }),
    );
    this.attempt(request, reply, () => this.settings.change(readFields(settingsChangeSchema, change)));
  }

  /** Only a path of this server is a way back. */
  chooseLanguage(reply: FastifyReply, language: string, back = '/'): void {
    const path = /^\/(?![/\\])/.test(back) ? back : '/';
    void reply.header('set-cookie', cookie('emulator_language', language === 'en' ? 'en' : 'zh')).redirect(path, 303);
  }

  avatar(reply: FastifyReply, file: string): void {
    const person = this.directory.person(file.replace(/\.svg$/, ''));
    const found = person?.avatar === true;
    void reply
      .code(found ? 200 : 404)
      .header('content-type', 'image/svg+xml')
      .send(found ? avatarOf(person) : '');
  }

  private personPage({ language }: Viewer, person: Person): Page {
    const nameOf = (corpId: string) => this.directory.organisation(corpId)?.name ?? corpId;
    const consents = this.consents
      .all()
      .filter((consent) => consent.person === person.key)
      .map((consent) => ({ ...consent, name: this.applications.find(consent.clientId)?.name ?? consent.clientId }));
    const todos = this.todos.of(person.key);
    const events = this.calendars.of(person.key);
    return personPage(language, { person, nameOf, consents, todos, events });
  }

  private attempt(request: FastifyRequest, reply: FastifyReply, change: () => unknown): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.showFaults(request, reply, error.detail);
      return;
    }
    void reply.redirect('/emulator/faults', 303);
  }

  private showFaults(request: FastifyRequest, reply: FastifyReply, problem?: string): void {
    const viewer = { language: languageOf(request.headers), here: '/emulator/faults' };
    const faults: Fault[] = this.faultTable.all();
    const applications = this.applications.all();
    const settings = this.settings.values;
    const counters = this.counters.snapshot();
    const origin = originOf(request);
    const held = this.faultTable.held.count;
    const shown = { faults, applications, settings, counters, held, origin, problem };
    sendPage(reply, viewer, faultsPage(viewer.language, shown));
  }
}
