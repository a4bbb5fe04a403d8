import { caller, now, past, question } from './caller.fixture.js';
import type { Entitlement } from './caller.js';
import { type Judgement, judge, type PolicyApplication, type PolicyQuestion } from './judge.js';
import type { SuspensionSubject } from './suspension.js';

const application = (change: Partial<PolicyApplication> & { name: string }): PolicyApplication => ({
  clientId: 'dingdemo',
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: ['Contact.User.Read', 'Todo.Todo.Write', 'Calendar.Event.Read'],
  incidentalScopes: ['snsapi_base'],
  suspendedAt: null,
  ...change,
});
export const applications = new Map(
  [
    application({ name: 'demo' }),
    application({ name: 'visitors', scopes: ['Contact.User.Read'] }),
    application({ name: 'stopped', suspendedAt: past }),
    application({ name: 'meeting', kind: 'isv', corpId: null }),
    application({ name: 'notes', kind: 'personal', corpId: null }),
  ].map((each) => [each.name, each]),
);
export const policyWith = (...suspensions: SuspensionSubject[]) => ({ applications, suspensions });
export const policy = policyWith();

export const judged = (entitlements: readonly Entitlement[], asked: Partial<PolicyQuestion> = {}): Judgement =>
  judge(caller(entitlements), policy, question(asked), now);
export const forbidden = (rule: string) => ({ allowed: false, code: 'forbidden_by_policy', rule });
export const suspended = (subject: object) => ({ ...forbidden('suspended'), subject });
export const unplaced = (rule: string) => ({ allowed: false, code: 'invalid_request', rule });
export const byUnionId = { userId: undefined, unionId: 'u-zhangsan' };
