import type { ApplicationKind, RegisterApplication } from '../api/types.js';

/** What the form holds. */
export interface Draft {
  name: string;
  kind: ApplicationKind;
  corpId: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  eventStream: boolean;
  robotCode: string;
}

/** The broker wants the identity point of every application, so it stands there from the beginning. */
export const emptyDraft: Draft = {
  name: '',
  kind: 'internal',
  corpId: '',
  clientId: '',
  clientSecret: '',
  scopes: ['Contact.User.Read'],
  eventStream: false,
  robotCode: '',
};

export function requestOf({
  name,
  kind,
  corpId,
  clientId,
  clientSecret,
  scopes,
  eventStream,
  robotCode,
}: Draft): RegisterApplication {
  return {
    name: name.trim(),
    kind,
    ...(kind === 'internal' && { corpId: corpId.trim() }),
    clientId: clientId.trim(),
    clientSecret: clientSecret.trim(),
    scopes,
    eventStream,
    robotCode: robotCode.trim() || null,
    returnUrls: [],
    signIn: false,
    eventToken: null,
    eventAesKey: null,
    callsPerSecond: 20,
  };
}
