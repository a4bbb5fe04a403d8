import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig, readMigrationConfig } from './config.js';

const least = { DATABASE_URL: 'postgres://app@127.0.0.1:5432/broker', MASTER_KEY_FILE: '/keys/master' };

const refusal = (env: Record<string, string | undefined>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe(readConfig.name, () => {
  it('needs a database and a master key file, and has a default for everything else', () => {
    expect(readConfig(least)).toMatchObject({
      database: { url: least.DATABASE_URL, directUrl: least.DATABASE_URL, prepared: true },
      http: { host: '127.0.0.1', port: 8080, operationsPort: undefined },
      grpc: { host: '127.0.0.1', port: 50_051 },
      tls: undefined,
      publicUrl: 'http://127.0.0.1:8080',
      operatorBootstrapToken: undefined,
      dingtalk: { apiUrl: 'https://api.dingtalk.com' },
    });
  });

  it('names every required variable that is missing, an empty one included', () => {
    expect(refusal({ DATABASE_URL: '' })).toBe('DATABASE_URL is required\nMASTER_KEY_FILE is required');
  });

  it.each([
    ['DATABASE_URL', 'mysql://canary'],
    ['DATABASE_DIRECT_URL', 'canary'],
    ['DATABASE_PREPARED', 'canary'],
    ['HTTP_PORT', 'canary'],
    ['HTTP_PORT', '70000'],
    ['GRPC_PORT', 'canary'],
    ['OPERATIONS_PORT', '0'],
    ['PUBLIC_URL', 'https://canary.example/path'],
    ['PUBLIC_URL', 'ftp://canary.example'],
    ['OPERATOR_BOOTSTRAP_TOKEN', 'canary-too-short'],
    ['OPERATOR_BOOTSTRAP_TOKEN', `canary ${'x'.repeat(40)}`],
    ['OPERATOR_OIDC_ISSUER', 'http://canary.example'],
    ['OPERATOR_OIDC_ISSUER', 'http://127.canary.example'],
    ['OPERATOR_OIDC_ISSUER', 'https://id.example/?canary'],
    ['OPERATOR_FRESH_SIGN_IN_MINUTES', '0'],
    ['OPERATOR_FRESH_SIGN_IN_MINUTES', '721'],
    ['DINGTALK_API_URL', 'canary'],
  ])('stops at a malformed %s with its name and never its value', (name, value) => {
    const message = refusal({ ...least, [name]: value });
    expect(message).toMatch(new RegExp(`^${name} is malformed: `));
    expect(message).not.toContain('canary');
  });

  const ofProvider = 'for signing in through an OpenID Connect provider';
  const oidc = { OPERATOR_OIDC_ISSUER: 'https://id.example/realm', OPERATOR_OIDC_CLIENT_ID: 'broker' };
  it.each([
    [
      { OPERATOR_OIDC_NAME: 'ID' },
      [
        `OPERATOR_OIDC_ISSUER is required ${ofProvider}`,
        `OPERATOR_OIDC_CLIENT_ID is required ${ofProvider}`,
        `OPERATOR_OIDC_CLIENT_SECRET or OPERATOR_OIDC_CLIENT_SECRET_FILE is required ${ofProvider}`,
      ],
    ],
    [oidc, [`OPERATOR_OIDC_CLIENT_SECRET or OPERATOR_OIDC_CLIENT_SECRET_FILE is required ${ofProvider}`]],
    [
      { ...oidc, OPERATOR_OIDC_CLIENT_SECRET: 'canary', OPERATOR_OIDC_CLIENT_SECRET_FILE: 'canary' },
      ['OPERATOR_OIDC_CLIENT_SECRET and OPERATOR_OIDC_CLIENT_SECRET_FILE: set one of them'],
    ],
  ])('takes half of a provider for a mistake: %j', (given, said) => {
    expect(refusal({ ...least, ...given })).toBe(said.join('\n'));
  });

  it('names a provider by its host where nobody gave it a name', () => {
    const { operatorOidc } = readConfig({ ...least, ...oidc, OPERATOR_OIDC_CLIENT_SECRET: 'secret' });
    expect(operatorOidc).toMatchObject({ issuer: 'https://id.example/realm', clientId: 'broker', name: 'id.example' });
  });

  it.each([
    [{ TLS_KEY_FILE: 'key' }, 'TLS_CERT_FILE is required beside TLS_KEY_FILE'],
    [{ TLS_CERT_FILE: 'cert' }, 'TLS_KEY_FILE is required beside TLS_CERT_FILE'],
    [
      { TLS_CERT_FILE: 'cert', TLS_CLIENT_CA_FILE: 'ca' },
      'TLS_KEY_FILE is required beside TLS_CERT_FILE and TLS_CLIENT_CA_FILE',
    ],
  ])('takes half of what TLS needs for a mistake and not for plain text: %j', (given, said) => {
    expect(refusal({ ...least, ...given })).toBe(said);
  });

  it('expects browsers to come by https where TLS is on', () => {
    const { tls, publicUrl } = readConfig({ ...least, TLS_CERT_FILE: 'cert', TLS_KEY_FILE: 'key' });
    expect(tls).toEqual({ certFile: 'cert', keyFile: 'key', clientCaFile: undefined });
    expect(publicUrl).toBe('https://127.0.0.1:8080');
  });

  it('lets migrations do without a master key', () => {
    const config = readMigrationConfig({
      ...least,
      DATABASE_DIRECT_URL: 'postgres://direct/broker',
      MASTER_KEY_FILE: '',
    });
    expect(config).toEqual({ databaseUrl: 'postgres://direct/broker' });
  });
});
