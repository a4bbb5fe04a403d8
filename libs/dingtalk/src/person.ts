import { z } from 'zod';

/** Whose token it is. `unionId` is the only member fit to identify somebody. */
export interface DingTalkPerson {
  /** The person as seen by the developer that owns the application; the same in all of that developer's applications. */
  unionId: string;
  /** The person as seen by one application only. */
  openId?: string;
  nick: string;
  avatarUrl?: string;
  /** Needs the field point `Contact.User.mobile`; masked for ISV applications. Never an identity. */
  mobile?: string;
  /** Belongs to the account, possibly to another organisation. Never an identity. */
  email?: string;
}

/** Descriptive only: one that is odd is left out rather than costing the person the consent. */
const detail = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .nullish()
    .catch(undefined)
    .transform((value) => value || undefined);

/** A field without its permission point is missing rather than refused, so everything but the identity is optional. */
export const personSchema = z
  .object({
    unionId: z.string().min(1).max(128),
    openId: detail(128),
    nick: detail(256),
    avatarUrl: detail(2048),
    mobile: detail(64),
    email: detail(320),
  })
  .transform(({ nick, ...rest }): DingTalkPerson => ({ nick: nick ?? '', ...withoutUndefined(rest) }));

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
