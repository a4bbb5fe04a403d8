import type { CallableAbility } from '@app/callers';
import { lackNamedBy } from '@app/dingtalk';
import type { Secret } from '@app/secret';
import { PluginStop } from './plugin-stop.js';

/** What a service is told, whichever way it is called. There is no member for a token of DingTalk. */
export interface AbilityCall {
  readonly ability: CallableAbility;
  /** DingTalk's. */
  readonly requestId: string;
  readonly pluginId: string | undefined;
  readonly pluginVersion: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly person: { readonly userId: string | null; readonly unionId: string; readonly corpId: string };
  readonly handle: Secret;
  readonly handleExpiresAt: Date;
  /** By which the service tells that the broker calls. */
  readonly serviceToken: Secret;
}

const CODE = /^[A-Za-z0-9._-]{1,100}$/;
const MESSAGE_LENGTH_MAX = 500;

/** The end of a call whose service says that it failed, and with which code. What it adds in words is for the log. */
export function refusedByService(code: string, message: unknown, reason: unknown): PluginStop {
  const said = typeof message === 'string' ? message.slice(0, MESSAGE_LENGTH_MAX) : '';
  const lack = lackNamedBy(code, typeof reason === 'string' ? reason : undefined);
  if (lack) return new PluginStop({ lack }, `the service says ${code} ${said}`);
  if (!CODE.test(code)) return failedService('its code is none');
  return new PluginStop({ serviceCode: code }, `the service says ${code} ${said}`);
}

export function failedService(why: string): PluginStop {
  return new PluginStop({ failure: 'service_failed' }, `the service answered what is no answer: ${why}`);
}
