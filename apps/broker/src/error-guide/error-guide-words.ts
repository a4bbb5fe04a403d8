import type { DingTalkErrorActor, DingTalkErrorPlace } from '@app/dingtalk';
import type { PageLanguage } from '../pages/page-language.js';

interface ErrorGuideWords {
  readonly title: string;
  readonly lead: string;
  /** In the order in which the sections stand. */
  readonly places: Readonly<Record<DingTalkErrorPlace, string>>;
  readonly actors: Readonly<Record<DingTalkErrorActor, string>>;
  /** Of a code that stands on no page of DingTalk's. */
  readonly unconfirmed: string;
}

const zh: ErrorGuideWords = {
  title: '钉钉的错误码',
  lead: '每个错误码是什么意思，谁能处理，怎么处理。末尾的 * 代表任意结尾。Broker 自己的错误码在它的文档 docs/errors.md 里。',
  places: {
    openAuth: '钉钉里的授权面板（openAuth）',
    token: '用授权码或密钥换访问凭证',
    call: '用访问凭证调接口',
    robot: '用机器人发消息',
    limit: '限流和额度',
    legacy: '旧版接口（数字错误码）',
  },
  actors: { developer: '应用的开发者', operator: 'Broker 的管理员', person: '本人' },
  unconfirmed: '（钉钉的文档里没有）',
};

const en: ErrorGuideWords = {
  title: "DingTalk's error codes",
  lead: "What each code means, who can do something about it, and what. A * stands for any ending. The broker's own codes are in its docs/errors.md.",
  places: {
    openAuth: 'The panel inside DingTalk (openAuth)',
    token: 'Codes and secrets for tokens',
    call: 'Calls with a token',
    robot: 'Messages by a robot',
    limit: 'Limits and quotas',
    legacy: 'The older interface (numbers)',
  },
  actors: {
    developer: "The application's developer",
    operator: "The broker's operator",
    person: 'The person',
  },
  unconfirmed: "(not in DingTalk's documentation)",
};

export const errorGuideWords: Record<PageLanguage, ErrorGuideWords> = { zh, en };
