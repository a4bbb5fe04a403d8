import { endBrowserSession } from '../api/client.js';
import { operatorSession } from '../session/operator-session.js';

/** A session that cannot be ended now ends by itself within half an hour; the tab forgets it either way. */
export async function signOut(): Promise<void> {
  const { proof, ended } = operatorSession.current();
  if (proof.by === 'browser' && !ended) await endBrowserSession().catch(() => undefined);
  operatorSession.signOut();
}
