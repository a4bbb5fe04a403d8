import { isSpent, isWithdrawn } from './dingtalk.js';
import { sameToken } from './grant-row.js';
import { callOf, type Protocol, type World } from './model.js';

/** The guarantee that a world breaks, whatever led to it; design, invariants 1, 3, 7 and what a grant's tokens are. */
export function breachIn(world: World, { repeats }: Protocol): string | undefined {
  return impossibleRow(world) ?? twoCalls(world) ?? grantBroughtBack(world) ?? lostTokens(world, repeats);
}

/** What the CHECK constraints of `grants` refuse, and two combinations that only a wrong statement could write. */
function impossibleRow({ row }: World): string | undefined {
  const { state, reason, refreshToken, accessToken, attempt, lease, inDoubt, version } = row;
  if (state === 'revoked' && (refreshToken || accessToken || attempt || lease !== 'none'))
    return 'a final grant holds something';
  if (state === 'active' && !accessToken) return 'an active grant has no token';
  if (state === 'needs_consent' ? reason === null : reason !== null && (state !== 'suspended' || refreshToken)) {
    return 'a reason without a need for consent, or the reverse';
  }
  if (inDoubt && !attempt) return 'a doubt about no attempt';
  if (attempt && (attempt.version !== version || !sameToken(attempt.token, refreshToken))) {
    return 'the recorded attempt is about other tokens than the stored ones';
  }
  return undefined;
}

function twoCalls({ replicas }: World): string | undefined {
  const [first, second] = [callOf(replicas[0]), callOf(replicas[1])];
  if (!first || !second || !sameToken(first.token, second.token)) return undefined;
  return first.outlived || second.outlived ? undefined : 'two calls with one refresh token, and no lease had run out';
}

function grantBroughtBack({ row, revocation, truth }: World): string | undefined {
  if (revocation !== 'none' && row.state !== 'revoked') return 'a revoked grant came back';
  if (truth.quarantined && row.state === 'active') return 'a suspended grant became active, and nobody resumed it';
  return undefined;
}

/** Stored tokens are the newest that DingTalk honours, unless the row says that this is in doubt. */
function lostTokens({ row, dingtalk, replicas, truth }: World, repeats: Protocol['repeats']): string | undefined {
  const chain = dingtalk.length - 1;
  const withdrawn = isWithdrawn(dingtalk, { chain });
  if (row.reason !== null) {
    if (withdrawn) return undefined;
    if (repeats === 'idempotent') return 'a grant was lost although DingTalk repeats its answers';
    if (row.reason !== 'indeterminate')
      return 'a grant was lost, and the reason does not say that its token was in doubt';
    const inMemory = replicas.some(
      (doing) => doing.at === 'answered' && doing.answer !== 'refused' && doing.attempt.version === row.version,
    );
    return truth.answerLost || inMemory ? undefined : 'a grant was lost although the answer had arrived';
  }
  const held = row.refreshToken;
  if (held && held.chain !== chain) return 'the stored tokens are not those of the last consent';
  if (!held || row.attempt) return undefined;
  if (isSpent(dingtalk, held)) return 'the stored refresh token is spent, and nothing is on record about it';
  const unanswered = dingtalk[held.chain]?.late || replicas.some((it) => sameToken(callOf(it)?.token ?? null, held));
  return unanswered ? 'a call is under way that is not on record' : undefined;
}
