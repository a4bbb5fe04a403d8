import type { Secret } from '@app/secret';
import type { MasterKey } from '@app/vault';
import type { Logger } from 'pino';
import type { BrokerConfig } from './config.js';
import type { Tls } from './http/tls.js';

/** What a broker is made of that is not made here. */
export interface BrokerParts {
  readonly config: BrokerConfig;
  readonly masterKey: MasterKey;
  /** Without it HTTP and gRPC speak plain text. */
  readonly tls?: Tls | undefined;
  /** Needed where operators sign in through an OpenID Connect provider. */
  readonly oidcSecret?: Secret | undefined;
  readonly log: Logger;
}
