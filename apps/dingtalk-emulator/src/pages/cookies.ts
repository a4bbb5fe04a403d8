/** Cookies of one host are shared by all its ports, so ours carry our name in front. */
export type CookieName = 'emulator_person' | 'emulator_language';

export function readCookie(header: string | undefined, name: CookieName): string | undefined {
  const pair = (header ?? '').split(/;\s*/).find((cookie) => cookie.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || undefined;
}

/** A `set-cookie` value; an absent value ends the cookie. The values are keys without special characters. */
export function cookie(name: CookieName, value: string | undefined): string {
  return `${name}=${value ?? ''}; Path=/; HttpOnly; SameSite=Lax${value === undefined ? '; Max-Age=0' : ''}`;
}
