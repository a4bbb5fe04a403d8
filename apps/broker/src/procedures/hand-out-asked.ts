/** What a caller asks, decoded, however it asks and whatever shall leave. */
export interface HandOutAsked {
  readonly callerId: string;
  readonly application: string | undefined;
  readonly corpId: string | undefined;
  readonly userId: string | undefined;
  readonly unionId: string | undefined;
  readonly scopes: readonly string[];
  readonly minimumSeconds: number;
  readonly maxWaitSeconds: number;
  readonly purpose: string | undefined;
  /** DingTalk refused the token of an earlier hand-out. */
  readonly refused: { readonly handoutId: string; readonly code: string } | undefined;
  readonly requestId: string;
}
