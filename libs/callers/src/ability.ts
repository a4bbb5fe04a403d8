/** How a service is called for an ability. */
export type AbilityTransport = 'http' | 'grpc';

/** Something an AI plugin can be asked to do, and the service that does it. */
export interface Ability {
  readonly application: string;
  /** DingTalk's name of it. */
  readonly abilityKey: string;
  /** Whose entitlements decide, and who gets the handle. */
  readonly callerId: string;
  /** What the service needs of the person. */
  readonly scopes: readonly string[];
  readonly transport: AbilityTransport;
  /** `https`, or `http` within a private network where that is allowed. */
  readonly address: string;
  readonly allowPlaintext: boolean;
  readonly timeoutSeconds: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An ability with what a call of it takes. */
export interface CallableAbility extends Ability {
  /** Of the caller: the audience of what the broker shows the service. */
  readonly clientId: string;
}

/** Members that can be changed. */
export type AbilitySettings = Pick<
  Ability,
  'callerId' | 'scopes' | 'transport' | 'address' | 'allowPlaintext' | 'timeoutSeconds'
>;
export type AbilityDraft = AbilitySettings & Pick<Ability, 'application' | 'abilityKey'>;
