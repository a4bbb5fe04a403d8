import type { Consents } from '../tokens/consents.js';
import { fieldOf, pointOf } from '../world/points.table.js';
import type { Gatekeeper } from './gatekeeper.js';

interface Rule {
  readonly resource: string;
  readonly authItems: string[];
}

/** `GET /v1.0/oauth2/authRules/user`: the only way to learn what the person granted. */
export class AuthRules {
  constructor(
    private readonly gatekeeper: Gatekeeper,
    private readonly consents: Consents,
  ) {}

  /** Interface points share the row `rpc_auth`; field points have one row per entity they belong to. */
  read(token: string | undefined): { result: Rule[] } {
    const { application, person } = this.gatekeeper.admitUser(token, 'snsapi_base');
    const granted = application.delegatedPoints.filter((code) => this.consents.allows(application, person.key, code));
    const rules = new Map<string, string[]>();
    for (const code of granted) {
      const { resource, field } =
        pointOf(code).type === 'field' ? fieldOf(code) : { resource: 'rpc_auth', field: code };
      rules.set(resource, [...(rules.get(resource) ?? []), field]);
    }
    return { result: [...rules].map(([resource, authItems]) => ({ resource, authItems })) };
  }
}
