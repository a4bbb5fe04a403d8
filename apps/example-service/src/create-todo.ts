import { type BroughtGrant, type TokenBrokerClient, TokenBrokerError } from '@app/client';
import { answerOf } from './dingtalk-answer.js';

/** What an AI assistant calls the skill with. */
export interface TodoAsked {
  readonly subject: string;
  /** Who talks, as the assistant says. */
  readonly userId: string | undefined;
  /** Absent if that person refused. */
  readonly authCode: string | undefined;
}

/** What the assistant tells the person. */
export interface TodoAnswer {
  readonly message: string;
  readonly todoId?: string;
  readonly consentUrl?: string;
}

interface Settings {
  readonly broker: TokenBrokerClient;
  readonly brokerUrl: string;
  readonly dingtalkUrl: string;
  readonly application: string;
  readonly delivery: 'token' | 'handle';
}

const PATH = '/v1.0/todo/users/me/personalTasks';

/** An AI assistant's skill: puts a to-do into DingTalk for whoever talks to the assistant. */
export class CreateTodo {
  constructor(private readonly settings: Settings) {}

  /** Throws `TokenBrokerError` for what the person can do nothing about, and `DingTalkRefused`. */
  async execute(asked: TodoAsked, signal?: AbortSignal): Promise<TodoAnswer> {
    if (asked.authCode === undefined) {
      return { message: '你没有允许访问，所以没有创建待办。再说一次并允许访问就可以了。' };
    }
    let given: BroughtGrant;
    try {
      given = await this.exchanged(asked, asked.authCode, signal);
    } catch (error) {
      if (error instanceof TokenBrokerError && error.outcome.code === 'consent_required') {
        return { message: '还缺少授权，请先打开链接授权。', consentUrl: error.outcome.consentUrl };
      }
      throw error;
    }
    return { message: `已创建待办：${asked.subject}`, todoId: await this.created(asked.subject, given, signal) };
  }

  /** One round trip: the code becomes a grant, and what this call needs is handed out of it. */
  private exchanged({ subject, userId }: TodoAsked, authCode: string, signal?: AbortSignal): Promise<BroughtGrant> {
    const { broker, application, delivery } = this.settings;
    return broker.exchangeAuthCode(
      {
        application,
        authCode,
        channel: 'assistant_skill',
        ...(userId !== undefined && { expectedUserId: userId }),
        handOut: { scopes: ['Todo.PersonalTodo.Write'], delivery, purpose: `create a to-do: ${subject}`.slice(0, 200) },
      },
      { signal },
    );
  }

  private async created(subject: string, { token, handle }: BroughtGrant, signal?: AbortSignal): Promise<string> {
    const { dingtalkUrl, brokerUrl } = this.settings;
    const answer = await fetch(`${token ? dingtalkUrl : `${brokerUrl}/dingtalk`}${PATH}`, {
      method: 'POST',
      headers: { ...(token ?? handle)?.headers(), 'content-type': 'application/json' },
      body: JSON.stringify({ subject }),
      signal: AbortSignal.any([AbortSignal.timeout(30_000), ...(signal ? [signal] : [])]),
    });
    return String((await answerOf(PATH, answer)).taskId);
  }
}
