import type { Operator, OperatorRequest } from '../access/access.js';

/** Who does something, and in which request: what every audit record of an operator's act begins with. */
export interface Act {
  readonly operator: Operator;
  readonly requestId: string;
}

export function actOf(request: OperatorRequest): Act {
  return { operator: request.operator, requestId: request.id };
}

/** As audit records name whoever acts. */
export function actorOf({ operator }: Pick<Act, 'operator'>): string {
  return `operator:${operator.name}`;
}
