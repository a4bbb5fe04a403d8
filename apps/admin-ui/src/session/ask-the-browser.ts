import { browserSession } from '../api/client.js';
import { operatorSession } from './operator-session.js';

/** False if nobody is signed in in this browser, or if that cannot be learnt now: the sign-in page says what is wrong when it is tried. */
export async function askTheBrowser(): Promise<boolean> {
  const csrfToken = await browserSession().then(
    (session) => session.csrfToken,
    () => null,
  );
  if (csrfToken === null) return false;
  operatorSession.signedIn(csrfToken);
  return true;
}
