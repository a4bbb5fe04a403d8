import { z } from 'zod';
import { applicationName, instant } from './text.js';

const words = z.object({ zh: z.string(), en: z.string() });

export const applicationCheckOutcomes = ['ok', 'warning', 'failed', 'unknown'] as const;
const outcome = z.enum(applicationCheckOutcomes);
export type ApplicationCheckOutcome = z.infer<typeof outcome>;

const applicationCheck = z
  .object({
    name: z.enum([
      'secret',
      'redirect_uri',
      'member_lookup',
      'identity_scope',
      'scopes',
      'undeclared_scopes',
      'events',
      'budget',
      'robot_code',
      'plugin_callback',
    ]),
    outcome: outcome.meta({ description: '`unknown`: DingTalk cannot be asked; `cure` says where to look' }),
    code: z.string().meta({ description: 'stable; what was found', example: 'secret_accepted' }),
    asked: words.meta({ description: 'what was asked, and whom' }),
    answered: words,
    cure: words.nullable().meta({ description: 'null where nothing is to be done' }),
    values: z.array(z.string()).meta({ description: 'to copy into DingTalk’s console: an address, permission points' }),
    dingtalkCode: z
      .string()
      .nullable()
      .meta({ description: 'DingTalk’s own code, explained at /docs/dingtalk-errors' }),
    durationMs: z
      .int()
      .nonnegative()
      .nullable()
      .meta({ description: 'of DingTalk’s answer; null where it was not asked' }),
  })
  .meta({ id: 'ApplicationCheck' });
export type ApplicationCheck = z.infer<typeof applicationCheck>;

/** `POST /admin/v1/applications/{name}/check`, and the same for an application that is not registered yet. */
export const applicationCheckResponse = z
  .object({
    application: applicationName,
    checkedAt: instant,
    outcome: outcome.meta({ description: 'the worst of all; `unknown` counts less than `ok`' }),
    checks: z.array(applicationCheck),
  })
  .meta({ id: 'ApplicationCheckResult' });
export type ApplicationCheckResponse = z.infer<typeof applicationCheckResponse>;
