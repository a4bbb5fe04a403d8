import { readFile } from 'node:fs/promises';
import { Secret } from '@app/secret';
import { ConfigError, type OidcConfig } from './config.js';

/** The client's secret at the provider, from wherever it is kept. Throws `ConfigError`. */
export async function loadOidcSecret({ clientSecret }: OidcConfig): Promise<Secret> {
  if (clientSecret instanceof Secret) return clientSecret;
  const text = await readFile(clientSecret.file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([`OPERATOR_OIDC_CLIENT_SECRET_FILE: cannot be read (${error.code})`]);
  });
  if (text.trim() === '') throw new ConfigError(['OPERATOR_OIDC_CLIENT_SECRET_FILE: is empty']);
  return Secret.of(text.trim());
}
