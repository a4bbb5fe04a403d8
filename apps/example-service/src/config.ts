export interface ExampleConfig {
  readonly host: string;
  readonly port: number;
  readonly brokerUrl: string;
  /** Host and port of the broker's gRPC side; without it everything goes over REST. */
  readonly brokerGrpc: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Left to the broker if undefined: the grant with the fewest scopes that suffices. */
  readonly application: string | undefined;
  readonly dingtalkUrl: string;
  /** Without it this service is no skill. */
  readonly skill: SkillConfig | undefined;
}

interface SkillConfig {
  /** What the assistant proves with that a call is its own. */
  readonly key: string;
  readonly todo: {
    /** Whose codes it sends. */
    readonly application: string;
    readonly delivery: 'token' | 'handle';
  };
}

/** Throws with the name of the variable that is missing or wrong, never with its value. */
export function readConfig(env: NodeJS.ProcessEnv): ExampleConfig {
  const required = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  const port = Number(env.PORT ?? 8070);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT is not a port');
  return {
    host: env.HOST ?? '127.0.0.1',
    port,
    brokerUrl: required('TOKEN_BROKER_URL'),
    brokerGrpc: env.TOKEN_BROKER_GRPC || undefined,
    clientId: required('CLIENT_ID'),
    clientSecret: required('CLIENT_SECRET'),
    application: env.APPLICATION || undefined,
    dingtalkUrl: env.DINGTALK_API_URL ?? 'https://api.dingtalk.com',
    skill: env.SKILL_KEY
      ? {
          key: env.SKILL_KEY,
          todo: { application: required('APPLICATION'), delivery: deliveryIn(env.SKILL_DELIVERY) },
        }
      : undefined,
  };
}

function deliveryIn(value = 'token'): 'token' | 'handle' {
  if (value !== 'token' && value !== 'handle') throw new Error('SKILL_DELIVERY is neither token nor handle');
  return value;
}
