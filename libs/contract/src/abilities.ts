import { z } from 'zod';
import { pageOf } from './paging.js';
import { applicationName, instant, scopeCode, scopeCodes, text, uuid } from './text.js';

export const abilityKey = text(200).meta({
  description: 'the ability’s key in DingTalk’s console',
  example: 'addCustomer',
});

const settings = {
  caller: uuid.meta({ description: 'whose entitlements decide, and who gets the handle' }),
  scopes: scopeCodes.meta({ description: 'what the service needs of the person' }),
  transport: z.enum(['http', 'grpc']).meta({ description: 'grpc: tokenbroker.v1.PluginAbility' }),
  address: text(500).meta({
    description:
      'https; or http, with allowPlaintext, for this machine, a private address, or a name without public meaning: one label, .internal, .local, .svc. Never link-local. Of a gRPC service host and port alone',
    example: 'https://crm.example.com/abilities/add-customer',
  }),
  allowPlaintext: z.boolean().meta({ description: 'handles may be read on the way to an http address' }),
  timeoutSeconds: z.int().min(1).max(60).meta({ description: 'DingTalk hears of a failure after this' }),
};

/** `POST /admin/v1/applications/{name}/abilities`. */
export const registerAbilityRequest = z
  .strictObject({
    abilityKey,
    ...settings,
    transport: settings.transport.default('http'),
    allowPlaintext: settings.allowPlaintext.default(false),
    timeoutSeconds: settings.timeoutSeconds.default(10),
  })
  .meta({
    id: 'RegisterAbility',
    example: {
      abilityKey: 'addCustomer',
      caller: '019a9f3e-7c51-7000-8000-000000000000',
      scopes: ['Contact.User.Read'],
      transport: 'http',
      address: 'https://crm.example.com/abilities/add-customer',
      timeoutSeconds: 10,
    },
  });
export type RegisterAbilityRequest = z.infer<typeof registerAbilityRequest>;

/** `PATCH …/abilities/{abilityKey}`: members left out stay as they are. */
export const changeAbilityRequest = z
  .strictObject(settings)
  .partial()
  .meta({ id: 'ChangeAbility', example: { timeoutSeconds: 20 } });
export type ChangeAbilityRequest = z.infer<typeof changeAbilityRequest>;

export const abilityResponse = z
  .object({
    application: applicationName,
    abilityKey: z.string(),
    caller: uuid,
    scopes: z.array(scopeCode),
    transport: settings.transport,
    address: z.string(),
    allowPlaintext: z.boolean(),
    timeoutSeconds: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Ability' });
export type AbilityResponse = z.infer<typeof abilityResponse>;
export const abilitiesPage = pageOf(abilityResponse);

/** What was saved, and why its calls would be refused as things are. */
export const savedAbility = abilityResponse
  .extend({
    warnings: z.array(z.object({ code: z.literal('not_allowed'), rule: z.string() })).meta({
      description: 'the caller’s entitlements do not carry a handle of these scopes; rule as in policy/explain',
    }),
  })
  .meta({ id: 'SavedAbility' });
export type SavedAbility = z.infer<typeof savedAbility>;
