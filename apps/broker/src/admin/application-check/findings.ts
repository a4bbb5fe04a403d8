import {
  type MemberLookupVerdict,
  pluginCallbackUrl,
  type RedirectVerdict,
  type SecretVerdict,
  scopeCatalogue,
} from '@app/dingtalk';
import type { RegistrationEvidence } from '@app/vault';
import type { CheckName, Finding } from './finding.js';

/** An answer of DingTalk, and how long it took to come. */
export interface Timed<Verdict> {
  readonly verdict: Verdict;
  readonly durationMs: number;
}

/** What has come from DingTalk by itself, of late. */
export interface EventsSeen {
  readonly lastReceivedAt: Date | null;
  readonly failing: number;
}

/** What there is to know of a registration, and what DingTalk answered about it. */
export interface Examined {
  readonly declared: readonly string[];
  readonly incidental: readonly string[];
  readonly redirectUri: string;
  readonly eventAddress: string;
  readonly eventsConfigured: boolean;
  readonly robotCode: string | null;
  readonly callsPerSecond: number;
  /** Null for an application that is not registered. */
  readonly registered: {
    readonly updatedAt: Date;
    readonly evidence: RegistrationEvidence;
    readonly events: EventsSeen;
    readonly forecast: { readonly grants: number; readonly refreshesPerSecond: number } | undefined;
  } | null;
  readonly secret: Timed<SecretVerdict>;
  readonly redirect: Timed<RedirectVerdict>;
  readonly pluginCallback: Timed<RedirectVerdict>;
  /** Undefined where there is no organisation to look anybody up in. */
  readonly memberLookup: Timed<MemberLookupVerdict> | undefined;
}

/** One finding for each check, in the order in which a registration goes wrong. */
export function findingsOf(examined: Examined): Finding[] {
  return [
    secret(examined),
    redirectUri(examined),
    ...memberLookup(examined),
    ...scopes(examined),
    events(examined),
    budget(examined),
    { name: 'robot_code', code: examined.robotCode === null ? 'robot_missing' : 'robot_unproven' },
    pluginCallback(examined),
  ];
}

function secret({ secret: { verdict, durationMs }, registered }: Examined): Finding {
  const name = 'secret';
  switch (verdict.kind) {
    case 'accepted':
      return { name, code: 'secret_accepted', durationMs };
    case 'wrong':
      return { name, code: 'secret_wrong', dingtalkCode: verdict.code, durationMs };
    case 'organisation_missing':
      return { name, code: 'organisation_missing', dingtalkCode: verdict.code, durationMs };
    case 'not_refused': {
      const obtainedAt = registered?.evidence.tokensObtainedAt;
      if (registered && obtainedAt && obtainedAt > registered.updatedAt)
        return { name, code: 'secret_used', facts: { at: told(obtainedAt) }, durationMs };
      return { name, code: 'secret_not_refused', durationMs };
    }
    default:
      return noVerdict(name, verdict, durationMs);
  }
}

function redirectUri({ redirect: { verdict, durationMs }, redirectUri, registered }: Examined): Finding {
  const common = { name: 'redirect_uri', values: [redirectUri], facts: { address: redirectUri }, durationMs } as const;
  if (verdict.kind === 'refused') return { ...common, code: 'redirect_refused' };
  if (verdict.kind !== 'shown') return { ...common, ...noVerdict(common.name, verdict, durationMs) };
  const cameBackAt = registered?.evidence.consentedAt;
  if (!cameBackAt) return { ...common, code: 'redirect_unproven' };
  return { ...common, code: 'redirect_used', facts: { ...common.facts, at: told(cameBackAt) } };
}

function memberLookup({ memberLookup: timed }: Examined): Finding[] {
  if (!timed) return [];
  const { verdict, durationMs } = timed;
  const name = 'member_lookup';
  if (verdict.kind === 'allowed') return [{ name, code: 'lookup_allowed', durationMs }];
  if (verdict.kind !== 'not_allowed') return [noVerdict(name, verdict, durationMs)];
  const values = [scopeCatalogue.memberLookupScope];
  return [{ name, code: 'lookup_refused', values, dingtalkCode: verdict.code, durationMs }];
}

/** What people granted in a browser is all that the application has applied for: the only way to hear of it. */
function scopes({ declared, incidental, registered }: Examined): Finding[] {
  const { identityScope } = scopeCatalogue;
  const facts = { scope: identityScope };
  const values = [identityScope];
  if (!declared.includes(identityScope))
    return [{ name: 'identity_scope', code: 'identity_undeclared', facts, values }];

  const { observedAt, observedScopes } = registered?.evidence ?? { observedAt: null, observedScopes: [] };
  const ofPeople = declared.filter(scopeCatalogue.isGivenByPeople);
  if (observedAt === null) {
    return [
      { name: 'identity_scope', code: 'identity_unproven', facts, values },
      { name: 'scopes', code: 'scopes_unproven', values: ofPeople },
    ];
  }
  const at = told(observedAt);
  const missing = ofPeople.filter((code) => !observedScopes.includes(code));
  const undeclared = observedScopes.filter((code) => !declared.includes(code) && !incidental.includes(code));
  return [
    observedScopes.includes(identityScope)
      ? { name: 'identity_scope', code: 'identity_seen', facts: { ...facts, at } }
      : { name: 'identity_scope', code: 'identity_unproven', facts, values },
    missing.length === 0
      ? { name: 'scopes', code: 'scopes_confirmed', facts: { count: ofPeople.length, at } }
      : {
          name: 'scopes',
          code: 'scopes_missing',
          facts: { count: ofPeople.length, missing: missing.length },
          values: missing,
        },
    ...(undeclared.length === 0
      ? []
      : [
          {
            name: 'undeclared_scopes',
            code: 'scopes_undeclared',
            facts: { count: undeclared.length },
            values: undeclared,
          } as const,
        ]),
  ];
}

function events({ registered, eventsConfigured, eventAddress }: Examined): Finding {
  const name = 'events';
  const values = [eventAddress];
  const { lastReceivedAt, failing } = registered?.events ?? { lastReceivedAt: null, failing: 0 };
  if (lastReceivedAt === null) return { name, code: eventsConfigured ? 'events_none' : 'events_off', values };
  const facts = { at: told(lastReceivedAt), count: failing };
  return { name, code: failing === 0 ? 'events_arriving' : 'events_failing', facts };
}

function budget({ registered, callsPerSecond: allowed }: Examined): Finding {
  const name = 'budget';
  const { grants = 0, refreshesPerSecond = 0 } = registered?.forecast ?? {};
  if (grants === 0) return { name, code: 'budget_declared', facts: { allowed } };
  const facts = { grants, needed: refreshesPerSecond.toFixed(1), allowed };
  return { name, code: refreshesPerSecond <= allowed ? 'budget_suffices' : 'budget_too_small', facts };
}

function pluginCallback({ pluginCallback: { verdict, durationMs }, registered }: Examined): Finding {
  const common = { name: 'plugin_callback', values: [pluginCallbackUrl], durationMs } as const;
  if (verdict.kind === 'shown') return { ...common, code: 'plugin_callback_unproven' };
  if (verdict.kind !== 'refused') return { ...common, ...noVerdict(common.name, verdict, durationMs) };
  const used = registered?.evidence.usedByPlugins ?? false;
  return { ...common, code: used ? 'plugin_callback_missing' : 'plugin_callback_refused' };
}

type NoVerdict = Extract<SecretVerdict, { reason: string }>;

function noVerdict(name: CheckName, verdict: NoVerdict, durationMs: number): Finding {
  if (verdict.kind === 'unanswered') return { name, code: 'dingtalk_silent', durationMs };
  const { code } = verdict;
  return { name, code: 'dingtalk_refused', facts: { dingtalkCode: code }, dingtalkCode: code, durationMs };
}

/** To the minute: these are sentences for people. */
function told(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
