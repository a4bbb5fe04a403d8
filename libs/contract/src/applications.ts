import { z } from 'zod';
import { pageOf } from './paging.js';
import { applicationName, corpId, instant, scopeCode, scopeCodes, text } from './text.js';

const returnUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((url) => !url.includes('#'), { message: 'must not have a fragment' })
  .meta({ description: 'exact, or a prefix if it ends in /', example: 'https://todo.example.com/authorised' });

const secret = text(500).meta({ description: 'never read back', writeOnly: true });

/** What DingTalk's standard edition allows an application to call each of its APIs in a second. */
export const CALLS_PER_SECOND_USUAL = 20;

const settings = {
  displayName: text(100).nullable().meta({ description: 'what people read in place of the name', example: '人事助手' }),
  organisationName: text(100)
    .nullable()
    .meta({ description: 'what people read in place of the corpId; for internal applications' }),
  clientId: text(100).meta({ description: 'Client ID in the DingTalk developer console', example: 'dingabc' }),
  clientSecret: secret,
  scopes: scopeCodes.meta({ description: 'the permission points applied for; Contact.User.Read is required' }),
  returnUrls: z.array(returnUrl).max(50),
  incidentalScopes: z
    .array(scopeCode)
    .max(100)
    .meta({ description: 'points that come along with every token and do not count towards its width' }),
  signIn: z.boolean().meta({ description: 'people sign in to their own grants through this application; one at most' }),
  eventToken: secret.nullable(),
  eventAesKey: secret.regex(/^[A-Za-z0-9+/]{43}$/, 'must be the 43 characters of DingTalk’s console').nullable(),
  eventStream: z
    .boolean()
    .meta({ description: 'the broker fetches events over Stream mode; DingTalk need not reach it then' }),
  robotCode: text(100).nullable(),
  callsPerSecond: z.int().min(1).max(10_000).meta({
    description:
      'how often a second DingTalk allows this application to call each of its APIs; 20 in the standard edition',
  }),
};

/** `POST /admin/v1/applications`. */
export const registerApplicationRequest = z
  .strictObject({
    name: applicationName,
    kind: z.enum(['internal', 'isv', 'personal']),
    corpId: corpId.optional().meta({ description: 'required for internal, absent for the others' }),
    ...settings,
    displayName: settings.displayName.default(null),
    organisationName: settings.organisationName.default(null),
    returnUrls: settings.returnUrls.default([]),
    incidentalScopes: settings.incidentalScopes.optional(),
    signIn: settings.signIn.default(false),
    eventToken: settings.eventToken.default(null),
    eventAesKey: settings.eventAesKey.default(null),
    eventStream: settings.eventStream.default(false),
    robotCode: settings.robotCode.default(null),
    callsPerSecond: settings.callsPerSecond.default(CALLS_PER_SECOND_USUAL),
  })
  .superRefine(({ kind, corpId, organisationName }, context) => {
    if (kind !== 'internal' && organisationName !== null) {
      context.addIssue({ code: 'custom', path: ['organisationName'], message: 'is for internal applications' });
    }
    if ((kind === 'internal') !== (corpId !== undefined)) {
      context.addIssue({ code: 'custom', path: ['corpId'], message: 'is for internal applications, which need it' });
    }
  })
  .meta({
    id: 'RegisterApplication',
    example: {
      name: 'visitors',
      displayName: '访客登记',
      organisationName: '杭州示例科技',
      clientId: 'dingnarrowhangzhou',
      clientSecret: 'demo-secret-for-the-emulator-only',
      kind: 'internal',
      corpId: 'dinghangzhou0001',
      scopes: ['Contact.User.Read', 'snsapi_base'],
      returnUrls: ['https://visitors.example.com/authorised'],
    },
  });
export type RegisterApplicationRequest = z.infer<typeof registerApplicationRequest>;

/** `PATCH /admin/v1/applications/{name}`: members left out stay as they are. */
export const changeApplicationRequest = z
  .strictObject(settings)
  .partial()
  .meta({ id: 'ChangeApplication', example: { returnUrls: ['https://todo.example.com/authorised'] } });
export type ChangeApplicationRequest = z.infer<typeof changeApplicationRequest>;

export const applicationResponse = z
  .object({
    name: applicationName,
    displayName: z.string().nullable(),
    organisationName: z.string().nullable(),
    clientId: z.string(),
    kind: z.enum(['internal', 'isv', 'personal']),
    corpId: z.string().nullable(),
    scopes: z.array(scopeCode),
    returnUrls: z.array(z.string()),
    incidentalScopes: z.array(scopeCode),
    signIn: z.boolean(),
    eventStream: z.boolean(),
    robotCode: z.string().nullable(),
    callsPerSecond: z.int(),
    suspendedAt: instant.nullable(),
    consentUrl: z.string().meta({ description: 'where a person consents' }),
    redirectUri: z.string().meta({ description: 'the redirect URI to register at DingTalk' }),
    pluginRedirectUri: z.string().meta({
      description: 'to register beside it where the application has AI plugins: DingTalk’s own, for its consent card',
    }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Application' });
export type ApplicationResponse = z.infer<typeof applicationResponse>;
export const applicationsPage = pageOf(applicationResponse);
