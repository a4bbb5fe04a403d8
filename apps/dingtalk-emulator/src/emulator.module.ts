import { type DynamicModule, Module } from '@nestjs/common';
import { ConsentController } from './control/consent.controller.js';
import { ConsentControl } from './control/consent-control.js';
import { EventController } from './control/event.controller.js';
import { EventControl } from './control/event-control.js';
import { FaultControl } from './control/fault-control.js';
import { OrganisationController } from './control/organisation.controller.js';
import { OrganisationControl } from './control/organisation-control.js';
import { Start } from './control/start.js';
import { StreamControlController } from './control/stream.controller.js';
import { StreamControl } from './control/stream-control.js';
import { TrafficController } from './control/traffic.controller.js';
import { WorldController } from './control/world.controller.js';
import { WorldControl } from './control/world-control.js';
import { Announcements } from './events/announcements.js';
import { HttpRoute } from './events/http-route.js';
import { Outbox } from './events/outbox.js';
import { Payloads } from './events/payloads.js';
import { PushAddresses } from './events/push-addresses.js';
import { Faults } from './faults/faults.js';
import { AuthRules } from './gateway/auth-rules.js';
import { CalendarController } from './gateway/calendar.controller.js';
import { Calendars } from './gateway/calendars.js';
import { ContactController } from './gateway/contact.controller.js';
import { ExchangeUserToken } from './gateway/exchange-user-token.js';
import { Gatekeeper } from './gateway/gatekeeper.js';
import { IssueAppToken } from './gateway/issue-app-token.js';
import { Oauth2Controller } from './gateway/oauth2.controller.js';
import { Profiles } from './gateway/profiles.js';
import { TodoController } from './gateway/todo.controller.js';
import { Todos } from './gateway/todos.js';
import { FailedEvents } from './legacy/failed-events.js';
import { LegacyController } from './legacy/legacy.controller.js';
import { LegacyTokens } from './legacy/legacy-tokens.js';
import { Members } from './legacy/members.js';
import { Authorization } from './login/authorization.js';
import { LoginController } from './login/login.controller.js';
import { LoginDesk } from './login/login-desk.js';
import { ClientDesk } from './open-auth/client-desk.js';
import { OpenAuthController } from './open-auth/open-auth.controller.js';
import { Panel } from './open-auth/panel.js';
import { PanelDesk } from './open-auth/panel-desk.js';
import { WebView } from './open-auth/web-view.js';
import { EventDesk } from './pages/event-desk.js';
import { EventPagesController } from './pages/event-pages.controller.js';
import { PageDesk } from './pages/page-desk.js';
import { PagesController } from './pages/pages.controller.js';
import { PluginDriver } from './plugins/plugin-driver.js';
import { PluginPart } from './plugins/plugin-part.js';
import { PluginTokens } from './plugins/plugin-tokens.js';
import { PluginsController } from './plugins/plugins.controller.js';
import { ChatDesk } from './robot/chat-desk.js';
import { RobotController } from './robot/robot.controller.js';
import { RobotMessages } from './robot/robot-messages.js';
import { SendToPeople } from './robot/send-to-people.js';
import { SkillDriver } from './skills/skill-driver.js';
import { SkillPart } from './skills/skill-part.js';
import { SkillsController } from './skills/skills.controller.js';
import type { Store } from './store/store.js';
import { Callbacks } from './stream/callbacks.js';
import { OpenConnection } from './stream/open-connection.js';
import { StreamController } from './stream/stream.controller.js';
import { StreamGateway } from './stream/stream-gateway.js';
import { StreamRoute } from './stream/stream-route.js';
import { Tickets } from './stream/tickets.js';
import { AppTokens } from './tokens/app-tokens.js';
import { Codes } from './tokens/codes.js';
import { Consents } from './tokens/consents.js';
import { UserTokens } from './tokens/user-tokens.js';
import { Counters } from './traffic/counters.js';
import { TrafficWatch } from './traffic/watch-traffic.js';
import { Applications } from './world/applications.js';
import { Clock } from './world/clock.js';
import { Directory } from './world/directory.js';
import { Identities } from './world/identities.js';
import { Settings } from './world/settings.js';

@Module({})
class EmulatorModule {}

/** Composition: every wire of the emulator, in one place. */
export function emulatorOn(store: Store): DynamicModule {
  const settings = new Settings(store);
  const clock = new Clock(settings);
  const applications = new Applications(store);
  const directory = new Directory(store);
  const identities = new Identities(directory);
  const consents = new Consents(store, clock);
  const codes = new Codes(store, settings, clock);
  const userTokens = new UserTokens(store, settings, clock, consents);
  const appTokens = new AppTokens(store, settings, clock);
  const gatekeeper = new Gatekeeper(userTokens, appTokens, applications, directory, consents, clock);
  const counters = new Counters();
  const faults = new Faults(store);
  const authorization = new Authorization(applications, directory, settings, consents, codes);
  const todos = new Todos(store, gatekeeper, identities, clock);
  const calendars = new Calendars(store, gatekeeper, identities, clock);
  const faultControl = new FaultControl(faults, applications);
  const pushAddresses = new PushAddresses(store);
  const tickets = new Tickets(settings, clock);
  const streamGateway = new StreamGateway(tickets, settings, clock, faults);
  const httpRoute = new HttpRoute(pushAddresses, settings, clock);
  const streamRoute = new StreamRoute(streamGateway, settings, clock);
  const outbox = new Outbox({ http: httpRoute, stream: streamRoute }, pushAddresses, clock);
  const payloads = new Payloads(directory, identities, appTokens, clock);
  const announcements = new Announcements(applications, payloads, outbox);
  const eventControl = new EventControl(applications, directory, payloads, outbox, pushAddresses, httpRoute);
  const callbacks = new Callbacks(streamGateway, clock);
  const streamControl = new StreamControl(streamGateway, callbacks, applications);
  const expiring = [codes, userTokens, appTokens];
  const webView = new WebView();
  const robotMessages = new RobotMessages(store, clock);
  const skillDriver = new SkillDriver(identities, consents, codes, settings);
  const pluginTokens = new PluginTokens(userTokens, consents);
  const pluginDriver = new PluginDriver(callbacks, pluginTokens, consents, settings);
  const forgotten = [counters, outbox, callbacks, skillDriver.conversations, pluginDriver.conversations, pluginTokens];
  const start = new Start(store, directory, applications, expiring, clock, faults, forgotten);

  const parts = [
    new ExchangeUserToken(applications, codes, userTokens, counters),
    new IssueAppToken(applications, appTokens, settings),
    new AuthRules(gatekeeper, consents),
    new Profiles(gatekeeper, identities),
    todos,
    calendars,
    new LegacyTokens(applications, appTokens, settings),
    new Members(appTokens, applications, directory, identities, codes, clock),
    new FailedEvents(appTokens, outbox, clock),
    new OpenConnection(applications, tickets),
    new WorldControl(applications, directory, identities, appTokens, announcements, pushAddresses, settings, start),
    new OrganisationControl(directory, applications, announcements),
    eventControl,
    streamControl,
    new EventDesk(applications, directory, outbox, pushAddresses, streamGateway, eventControl, streamControl),
    new ConsentControl(store, applications, directory, identities, settings, codes, consents, userTokens, appTokens),
    faultControl,
    new LoginDesk(authorization, directory),
    webView,
    new ClientDesk(webView, directory),
    new SendToPeople(gatekeeper, applications, directory, settings, robotMessages),
    new ChatDesk(robotMessages, applications, directory),
    new SkillPart(skillDriver, applications, directory),
    new PluginPart(pluginDriver, applications, directory, streamGateway),
    new PanelDesk(new Panel(applications, directory, settings, consents, codes), directory),
    new PageDesk(applications, directory, consents, todos, calendars, faults, faultControl, settings, counters),
    new TrafficWatch(counters, faults, applications, userTokens, appTokens),
    counters,
    faults,
    outbox,
    streamGateway,
    callbacks,
    start,
  ];
  return {
    module: EmulatorModule,
    controllers: [
      Oauth2Controller,
      ContactController,
      TodoController,
      CalendarController,
      LegacyController,
      StreamController,
      LoginController,
      OpenAuthController,
      RobotController,
      SkillsController,
      PluginsController,
      PagesController,
      EventPagesController,
      WorldController,
      TrafficController,
      ConsentController,
      OrganisationController,
      EventController,
      StreamControlController,
    ],
    providers: parts.map((part) => ({ provide: part.constructor, useValue: part })),
  };
}
