import { isLoopbackHost, Networks } from '@app/outbound';
import { Secret } from '@app/secret';
import { z } from 'zod';
import type { TlsFiles } from './http/tls.js';

const port = z
  .string()
  .refine((text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535, 'must be a port from 1 to 65535')
  .transform(Number);
const origin = z
  .string()
  .refine(isOrigin, { message: 'must be an http or https address without path, query or fragment' })
  .transform((url) => new URL(url).origin);
const networks = z
  .string()
  .transform((text) => Networks.parse(text))
  .refine((parsed) => parsed !== undefined, 'must be addresses or networks, such as 10.20.0.0/16, with commas between');
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

const environment = z.object({
  /** PostgreSQL, possibly through a pooler. */
  DATABASE_URL: databaseUrl,
  /** PostgreSQL without a pooler, for what needs a session: migrations. */
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  /** Named prepared statements; `off` behind an old pooler in transaction mode. */
  DATABASE_PREPARED: z.enum(['on', 'off']).default('on'),
  HTTP_PORT: port.default(8080),
  GRPC_PORT: port.default(50_051),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address')
    .default('127.0.0.1'),
  /** When set, `/metrics`, `/admin`, `/docs` are served there and no longer at `HTTP_PORT`. */
  OPERATIONS_PORT: port.optional(),
  /** PEM files; with them HTTP and gRPC speak TLS and nothing else. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  /** PEM file; with it callers are served only with a certificate of this authority. Browsers need none. */
  TLS_CLIENT_CA_FILE: z.string().optional(),
  /** The address browsers use. */
  PUBLIC_URL: origin.optional(),
  /** Text file, one key a line as `keyId:base64-of-32-bytes`, the last line is current. */
  MASTER_KEY_FILE: z.string().min(1),
  /** A bearer of it is operator `bootstrap`, role `owner`; absent = off. */
  OPERATOR_BOOTSTRAP_TOKEN: z
    .string()
    .min(32, 'must be at least 32 characters')
    .regex(/^[A-Za-z0-9._~+/=-]+$/, 'must be made of letters, digits and . _ ~ + / = -')
    .optional(),
  /** With it operators sign in through an OpenID Connect provider too. */
  OPERATOR_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isSafeIssuer, 'must be https, or http on loopback, without query and fragment')
    .optional(),
  OPERATOR_OIDC_CLIENT_ID: z.string().optional(),
  OPERATOR_OIDC_CLIENT_SECRET: z.string().optional(),
  /** Text file with the same, for where secrets are files. */
  OPERATOR_OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  /** On the button of the sign-in page. */
  OPERATOR_OIDC_NAME: z.string().max(40, 'must be at most 40 characters').optional(),
  /** How long ago an operator may have signed in who does something sensitive in a browser. */
  OPERATOR_FRESH_SIGN_IN_MINUTES: z
    .string()
    .refine((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 720, 'must be a number of minutes from 1 to 720')
    .transform(Number)
    .default(10),
  /** Each audit checkpoint is appended to it, for whoever keeps it out of the database's reach. */
  AUDIT_CHECKPOINT_FILE: z.string().optional(),
  /** Months of the audit trail that ended longer ago than so many days are removed. Without it everything is kept. */
  AUDIT_RETENTION_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'must be a number of days')
    .transform(Number)
    .optional(),
  /** What becomes of removed months: dropped, or left as tables of their own to be archived. */
  AUDIT_RETENTION: z.enum(['drop', 'detach']).default('drop'),
  /** Networks of ours that webhooks may reach, over http too: `10.20.0.0/16, 127.0.0.1`. Without it only the internet over https. */
  WEBHOOK_ALLOWED_NETWORKS: networks.optional(),
  DINGTALK_LOGIN_URL: origin.default('https://login.dingtalk.com'),
  DINGTALK_API_URL: origin.default('https://api.dingtalk.com'),
  DINGTALK_OAPI_URL: origin.default('https://oapi.dingtalk.com'),
});

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret | { readonly file: string };
  readonly name: string;
}

export interface BrokerConfig {
  /** Names of the variables that were set; everything else is a default. */
  readonly given: ReadonlySet<string>;
  readonly database: { readonly url: string; readonly directUrl: string; readonly prepared: boolean };
  readonly http: { readonly host: string; readonly port: number; readonly operationsPort: number | undefined };
  readonly grpc: { readonly host: string; readonly port: number };
  /** Undefined = plain text. */
  readonly tls: TlsFiles | undefined;
  readonly publicUrl: string;
  readonly masterKeyFile: string;
  readonly operatorBootstrapToken: Secret | undefined;
  readonly operatorFreshSignInMinutes: number;
  /** Undefined = operators sign in through DingTalk, or with tokens. */
  readonly operatorOidc: OidcConfig | undefined;
  /** Undefined = checkpoints are published in the log alone. */
  readonly auditCheckpointFile: string | undefined;
  /** Undefined = the audit trail is kept for ever. */
  readonly auditRetention: { readonly days: number; readonly keepDetached: boolean } | undefined;
  /** Undefined = no network of ours. */
  readonly webhookAllowedNetworks: Networks | undefined;
  readonly dingtalk: { readonly loginUrl: string; readonly apiUrl: string; readonly oapiUrl: string };
}

/** The environment does not say what the broker needs. One line for each variable, with its name and the reason, never its value. */
export class ConfigError extends Error {
  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The only reader of the environment. Throws `ConfigError`. */
export function readConfig(env: Environment): BrokerConfig {
  const values = parse(environment, env);
  const tls = tlsFilesOf(values);
  return {
    given: new Set(Object.keys(env).filter((name) => env[name])),
    database: {
      url: values.DATABASE_URL,
      directUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL,
      prepared: values.DATABASE_PREPARED === 'on',
    },
    http: { host: values.HOST, port: values.HTTP_PORT, operationsPort: values.OPERATIONS_PORT },
    grpc: { host: values.HOST, port: values.GRPC_PORT },
    tls,
    publicUrl: values.PUBLIC_URL ?? `${tls ? 'https' : 'http'}://127.0.0.1:${values.HTTP_PORT}`,
    masterKeyFile: values.MASTER_KEY_FILE,
    operatorBootstrapToken:
      values.OPERATOR_BOOTSTRAP_TOKEN === undefined ? undefined : Secret.of(values.OPERATOR_BOOTSTRAP_TOKEN),
    operatorFreshSignInMinutes: values.OPERATOR_FRESH_SIGN_IN_MINUTES,
    operatorOidc: oidcOf(values),
    auditCheckpointFile: values.AUDIT_CHECKPOINT_FILE,
    auditRetention:
      values.AUDIT_RETENTION_DAYS === undefined
        ? undefined
        : { days: values.AUDIT_RETENTION_DAYS, keepDetached: values.AUDIT_RETENTION === 'detach' },
    webhookAllowedNetworks: values.WEBHOOK_ALLOWED_NETWORKS,
    dingtalk: {
      loginUrl: values.DINGTALK_LOGIN_URL,
      apiUrl: values.DINGTALK_API_URL,
      oapiUrl: values.DINGTALK_OAPI_URL,
    },
  };
}

/** All or nothing: half of it would serve plain text, or anybody, against what was meant. Throws `ConfigError`. */
function tlsFilesOf(values: z.output<typeof environment>): TlsFiles | undefined {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CLIENT_CA_FILE: clientCaFile } = values;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile, clientCaFile };
  const given = Object.entries({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CLIENT_CA_FILE: clientCaFile })
    .filter(([, file]) => file !== undefined)
    .map(([name]) => name);
  if (given.length === 0) return undefined;
  const missing = ['TLS_CERT_FILE', 'TLS_KEY_FILE'].filter((name) => !given.includes(name));
  throw new ConfigError(missing.map((name) => `${name} is required beside ${given.join(' and ')}`));
}

/** All or nothing: with half of it nobody could sign in, and it would look as if somebody could. Throws `ConfigError`. */
function oidcOf(values: z.output<typeof environment>): OidcConfig | undefined {
  const {
    OPERATOR_OIDC_ISSUER: issuer,
    OPERATOR_OIDC_CLIENT_ID: clientId,
    OPERATOR_OIDC_CLIENT_SECRET: secret,
    OPERATOR_OIDC_CLIENT_SECRET_FILE: file,
    OPERATOR_OIDC_NAME: name,
  } = values;
  const given = [issuer, clientId, secret, file, name].some((value) => value !== undefined);
  if (!given) return undefined;
  if (secret !== undefined && file !== undefined) {
    throw new ConfigError(['OPERATOR_OIDC_CLIENT_SECRET and OPERATOR_OIDC_CLIENT_SECRET_FILE: set one of them']);
  }
  const clientSecret = file === undefined ? secret && Secret.of(secret) : { file };
  if (issuer && clientId && clientSecret) {
    return { issuer, clientId, clientSecret, name: name ?? new URL(issuer).hostname };
  }
  const needed = {
    OPERATOR_OIDC_ISSUER: issuer,
    OPERATOR_OIDC_CLIENT_ID: clientId,
    'OPERATOR_OIDC_CLIENT_SECRET or OPERATOR_OIDC_CLIENT_SECRET_FILE': clientSecret,
  };
  throw new ConfigError(
    Object.entries(needed).flatMap(([variable, value]) =>
      value ? [] : [`${variable} is required for signing in through an OpenID Connect provider`],
    ),
  );
}

/** What a migration needs. Throws `ConfigError`. */
export function readMigrationConfig(env: Environment): { readonly databaseUrl: string } {
  const values = parse(environment.pick({ DATABASE_URL: true, DATABASE_DIRECT_URL: true }), env);
  return { databaseUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL };
}

/** What verifying the audit trail from outside needs. Throws `ConfigError`. */
export function readVerificationConfig(env: Environment): {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
} {
  const values = parse(environment.pick({ DATABASE_URL: true, DATABASE_DIRECT_URL: true, MASTER_KEY_FILE: true }), env);
  return { databaseUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL, masterKeyFile: values.MASTER_KEY_FILE };
}

function parse<Schema extends z.ZodType>(schema: Schema, env: Environment): z.output<Schema> {
  // An empty variable is what a deployment template leaves behind for "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return name in set ? `${name} is malformed: ${message}` : `${name} is required`;
    }),
  );
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '' && username === '';
}

function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const reached = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return reached && search === '' && hash === '';
}
