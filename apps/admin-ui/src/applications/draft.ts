import type { ApplicationKind, RegisterApplication } from '../api/types.js';

/** What the form holds. */
export interface Draft {
  name: string;
  displayName: string;
  kind: ApplicationKind;
  corpId: string;
  organisationName: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  eventStream: boolean;
  robotCode: string;
}

/** The broker wants the identity point of every application, so it stands there from the beginning. */
export const emptyDraft: Draft = {
  name: '',
  displayName: '',
  kind: 'internal',
  corpId: '',
  organisationName: '',
  clientId: '',
  clientSecret: '',
  scopes: ['Contact.User.Read'],
  eventStream: false,
  robotCode: '',
};

export function requestOf({
  name,
  displayName,
  kind,
  corpId,
  organisationName,
  clientId,
  clientSecret,
  scopes,
  eventStream,
  robotCode,
}: Draft): RegisterApplication {
  return {
    name: name.trim(),
    displayName: displayName.trim() || null,
    organisationName: (kind === 'internal' && organisationName.trim()) || null,
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
