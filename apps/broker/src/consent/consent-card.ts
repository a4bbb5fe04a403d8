import { plainInMarkdown, type RobotCard, scopeCatalogue } from '@app/dingtalk';
import { plainText } from '../pages/foreign-text.js';

interface Asked {
  /** As people know it. */
  readonly application: string;
  /** Name of the caller. */
  readonly service: string;
  readonly scopes: readonly string[];
  readonly reason: string | undefined;
  readonly consentUrl: string;
  readonly expiresAt: Date;
}

/** More points than a message has room for are said on the page. */
const POINTS_MAX = 5;

/** What a robot tells a person who is asked for consent. Text of others is one line of plain text among ours. */
export function consentCard({ application, service, scopes, reason, consentUrl, expiresAt }: Asked): RobotCard {
  const named = scopes.slice(0, POINTS_MAX).map(nameOf);
  const points = `${named.join('、')}${scopes.length > POINTS_MAX ? `等 ${scopes.length} 项` : ''}`;
  const lines = [
    `### 请授权“${foreign(application)}”`,
    `服务“${foreign(service)}”想以你的身份：${points}`,
    ...(reason === undefined ? [] : [`用途：“${foreign(reason)}”`]),
    `链接在 ${timeOf(expiresAt)}前有效。授权后可以随时解除。`,
  ];
  return {
    title: `请授权“${plainText(application)}”`,
    text: lines.join('\n\n'),
    button: { title: '去授权', url: consentUrl },
  };
}

const nameOf = (code: string): string => plainInMarkdown(scopeCatalogue.find(code)?.name.zh ?? code);
const foreign = (text: string): string => plainInMarkdown(plainText(text, 200));

/** Where the reader is, nobody knows. */
function timeOf(time: Date): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'Asia/Shanghai' } as const;
  return `${new Intl.DateTimeFormat('zh-CN', options).format(time)}（北京时间）`;
}
