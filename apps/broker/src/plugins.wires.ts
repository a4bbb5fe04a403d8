import { AbilityStore, PolicyBook, ServiceTokens } from '@app/callers';
import { Database } from '@app/database';
import { DingTalkClient } from '@app/dingtalk';
import { ApplicationStore, GrantStore } from '@app/vault';
import type { Provider } from '@nestjs/common';
import type { BrokerParts } from './broker-parts.js';
import { StreamedEvents } from './events/streamed-events.js';
import { Metrics } from './operations/metrics.js';
import { AnswerPluginCall } from './plugins/answer-plugin-call.js';
import { GrpcAbilities } from './plugins/grpc-ability.js';
import { HttpAbilities } from './plugins/http-ability.js';
import { KeepPluginToken } from './plugins/keep-plugin-token.js';
import { TokenOwners } from './plugins/token-owners.js';
import { CompleteConsent } from './procedures/complete-consent.js';
import { HandOutHandle } from './procedures/hand-out-handle.js';
import { ObserveScopes } from './procedures/observe-scopes.js';
import { ApplicationStreams } from './streams/application-streams.js';
import { wire } from './wire.js';

/** What DingTalk asks by itself: calls of AI plugins, and the streams on which they and events come. */
export function pluginsWires({ log }: BrokerParts): Provider[] {
  return [
    wire(
      ApplicationStreams,
      [ApplicationStore, DingTalkClient, StreamedEvents, AnswerPluginCall],
      (applications, dingtalk, events, calls) => new ApplicationStreams(applications, dingtalk, events, calls, log),
    ),
    wire(TokenOwners, [Database, ApplicationStore, DingTalkClient]),
    wire(KeepPluginToken, [Database, ApplicationStore, GrantStore, PolicyBook, CompleteConsent, TokenOwners]),
    wire(HttpAbilities, []),
    wire(GrpcAbilities, []),
    wire(
      AnswerPluginCall,
      [
        AbilityStore,
        TokenOwners,
        KeepPluginToken,
        HandOutHandle,
        ObserveScopes,
        GrantStore,
        ServiceTokens,
        HttpAbilities,
        GrpcAbilities,
        Metrics,
      ],
      (abilities, owners, keep, handOut, observe, grants, serviceTokens, http, grpc, metrics) =>
        new AnswerPluginCall({
          abilities,
          owners,
          keep,
          handOut,
          observe,
          grants,
          serviceTokens,
          http,
          grpc,
          count: metrics.countPluginCall,
          log,
        }),
    ),
  ];
}
