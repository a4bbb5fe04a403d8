import { adviceAt } from './error-advice.js';

const checkRobot = {
  zh: '在开发者后台看这个应用的机器人编码，在 Broker 的应用设置里改成一样的。',
  en: "Look up the application's robot code in the developer console, and make the one in the broker's settings of the application the same.",
};
const report = {
  zh: '请求由 Broker 发出：带上编号报告。',
  en: 'The broker makes this request: report it with the reference.',
};
const startRobot = {
  zh: '在开发者后台启用机器人和它的消息模板。',
  en: 'In the developer console, enable the robot and its templates.',
};

/** What DingTalk answers when an application's robot writes to a person. */
export const robotErrors = adviceAt('robot', [
  [
    'staffId.notExisted',
    'developer',
    'third party',
    { zh: '收件人不在组织里，或 userId 写错了。', en: 'The userId is of nobody in the organisation.' },
    {
      zh: '检查 userId 和 corpId；授权链接仍然有效，可以用别的方式发给本人。',
      en: 'Check userId and corpId; the consent link is valid all the same, and can be passed on in another way.',
    },
  ],
  [
    'invalidParameter.robotCode.empty',
    'operator',
    'KB 0714',
    { zh: '机器人编码为空或无效。', en: 'The robot code is empty or invalid.' },
    checkRobot,
  ],
  [
    'invalidParameter.robotCode.auth',
    'operator',
    'KB 0714',
    { zh: '机器人是别的应用的。', en: 'The robot is another application’s.' },
    checkRobot,
  ],
  [
    'invalidParameter.robotCode.notExsit',
    'operator',
    'KB 0714',
    { zh: '没有这个机器人。', en: 'There is no such robot.' },
    checkRobot,
  ],
  [
    'invalidParameter.userIds.empty',
    'operator',
    'KB 0714',
    { zh: '没有收件人。', en: 'The message is to nobody.' },
    report,
  ],
  [
    'invalidParameter.msgKey.invalid',
    'operator',
    'KB 0714',
    { zh: '没有这个消息模板。', en: 'There is no such template.' },
    report,
  ],
  [
    'invalidParameter.msgParam.invalid',
    'operator',
    'KB 0714',
    { zh: '消息参数不是 JSON 文本。', en: 'The parameters of the message are not JSON text.' },
    report,
  ],
  [
    'invalidParameter.param.invalid',
    'operator',
    'KB 0714',
    { zh: '消息参数不合法。', en: 'A parameter of the message is malformed.' },
    report,
  ],
  ['bot.stopped', 'operator', 'KB 0714', { zh: '机器人已经停用。', en: 'The robot is disabled.' }, startRobot],
  [
    'template.stopped',
    'operator',
    'KB 0714',
    { zh: '消息模板已经停用。', en: 'The template of the message is disabled.' },
    startRobot,
  ],
]);
