import { z } from 'zod';
import { callerResponse, policyVersion } from './callers.js';
import { pageOf } from './paging.js';
import { applicationName, instant, scopeCode, text } from './text.js';

const scopes = z.array(z.object({ application: applicationName, scope: scopeCode }));

/** One of `GET /admin/v1/callers/{id}/history`. */
export const callerVersion = z
  .object({
    policyVersion,
    changedAt: instant,
    actor: z.string().nullable().meta({ description: 'null: before this was kept' }),
    reason: z.string().nullable(),
    entitlements: callerResponse.shape.entitlements,
    added: scopes.meta({ description: 'compared with the version before' }),
    removed: scopes,
  })
  .meta({ id: 'CallerVersion' });
export type CallerVersion = z.infer<typeof callerVersion>;
export const callerHistoryPage = pageOf(callerVersion).extend({
  policyVersion: policyVersion.meta({ description: 'the caller as it is now; every change raises it' }),
});
export type CallerHistoryPage = z.infer<typeof callerHistoryPage>;

/** `POST /admin/v1/callers/{id}/restore`. */
export const restoreCallerRequest = z
  .strictObject({
    version: policyVersion.meta({ description: 'whose entitlements shall stand again' }),
    policyVersion: policyVersion.meta({
      description: 'the caller as you have seen it; if it has moved, nothing changes',
    }),
    reason: text(500),
  })
  .meta({ id: 'RestoreCaller', example: { version: 2, policyVersion: 3, reason: 'needed after all' } });
export type RestoreCallerRequest = z.infer<typeof restoreCallerRequest>;
