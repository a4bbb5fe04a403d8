/** Who is to be forgotten, by everything a record can name them by. */
export interface ErasedPerson {
  readonly unionId: string;
  readonly users: readonly { readonly corpId: string; readonly userId: string }[];
  readonly grantIds: readonly string[];
  /** What stands in their place from now on: the trail still says that it was one and the same. */
  readonly pseudonym: string;
}
