import { Agent, request } from 'undici';
import { type AbilityCall, failedService, refusedByService } from './ability-call.js';
import { PluginStop } from './plugin-stop.js';

const CONNECTIONS = 128;
const CONNECT_MS = 5_000;
const ANSWER_BYTES_MAX = 1024 * 1024;

/** Services that are called over HTTP. A call is never made twice, and no redirect is followed. */
export class HttpAbilities {
  private readonly agent = new Agent({
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_MS },
    maxResponseSize: ANSWER_BYTES_MAX,
  });

  /** What the ability answered. Throws `PluginStop`. */
  async invoke(call: AbilityCall): Promise<unknown> {
    const { ability, serviceToken } = call;
    const signal = AbortSignal.timeout(ability.timeoutSeconds * 1_000);
    try {
      const { statusCode, body } = await request(ability.address, {
        dispatcher: this.agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${serviceToken.reveal()}`,
          'content-type': 'application/json',
          accept: 'application/json',
          'x-request-id': call.requestId,
        },
        body: JSON.stringify(bodyOf(call)),
        signal,
      });
      return resultIn(statusCode, await body.text());
    } catch (cause) {
      if (cause instanceof PluginStop) throw cause;
      if (signal.aborted) {
        throw new PluginStop({ failure: 'service_timed_out' }, `no answer within ${ability.timeoutSeconds} s`);
      }
      const { code, name } = cause as { code?: unknown; name?: unknown };
      throw new PluginStop({ failure: 'service_unavailable' }, `the service cannot be called: ${code ?? name}`);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function bodyOf({ ability, requestId, pluginId, pluginVersion, data, person, handle, handleExpiresAt }: AbilityCall) {
  return {
    requestId,
    abilityKey: ability.abilityKey,
    pluginId,
    pluginVersion,
    data,
    person: {
      ...(person.userId !== null && { userId: person.userId }),
      unionId: person.unionId,
      corpId: person.corpId,
    },
    handle: handle.reveal(),
    handleExpiresAt: handleExpiresAt.toISOString(),
    scopes: ability.scopes,
  };
}

/** `{result}`, or `{code, message}`; a problem document of the broker or of DingTalk is one of the latter. */
function resultIn(status: number, text: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw failedService(`status ${status} without JSON`);
  }
  if (typeof answer !== 'object' || answer === null) throw failedService(`status ${status} without an object`);
  if ('code' in answer && typeof answer.code === 'string') {
    const { message, reason } = answer as { message?: unknown; reason?: unknown };
    throw refusedByService(answer.code, message, reason);
  }
  if (status < 200 || status > 299) throw failedService(`status ${status}`);
  if (!('result' in answer)) throw failedService('neither result nor code');
  return answer.result;
}
