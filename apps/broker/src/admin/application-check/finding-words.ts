import type { ApplicationCheck, ApplicationCheckOutcome } from '@app/contract';

type Words = ApplicationCheck['asked'];

const say = (zh: string, en: string): Words => ({ zh, en });

/** What each check asks, and whom. */
export const questions: Readonly<Record<ApplicationCheck['name'], Words>> = {
  secret: say(
    '向钉钉申请访问凭证：Client ID 与 Client Secret 是否正确',
    'DingTalk, for a token: are Client ID and secret right?',
  ),
  redirect_uri: say('打开钉钉的授权页：是否接受 {address}', 'DingTalk’s authorisation page: does it accept {address}?'),
  member_lookup: say(
    '用应用凭证查询一个不存在的 unionId：应用能否查询成员',
    'DingTalk, about a unionId that does not exist: may the application look people up?',
  ),
  identity_scope: say(
    '已有的授权：钉钉是否给出 {scope}',
    'The grants there are: does DingTalk give {scope} with them?',
  ),
  scopes: say('已有的授权：声明的权限点是否都在其中', 'The grants there are: do they carry every point declared?'),
  undeclared_scopes: say(
    '已有的授权：是否带有没有声明的权限点',
    'The grants there are: do they carry points that are not declared?',
  ),
  events: say('收到的钉钉事件', 'The events received from DingTalk'),
  budget: say('每秒可用的调用次数能否维持所有授权', 'Do the calls a second keep all grants alive?'),
  robot_code: say('登记的机器人编码', 'The robot code on record'),
  plugin_callback: say(
    '打开钉钉的授权页：是否接受 AI 插件的回调地址',
    'DingTalk’s authorisation page: does it accept the callback of AI plugins?',
  ),
};

interface Row {
  readonly outcome: ApplicationCheckOutcome;
  readonly answered: Words;
  readonly cure?: Words;
}

const whereRedirects = say(
  '开发配置 > 安全设置 > 重定向URL',
  '开发配置 > 安全设置 > 重定向URL (development > security > redirect URL)',
);
const wherePoints = say('开发配置 > 权限管理', '开发配置 > 权限管理 (development > permissions)');

/** Every finding: how bad it is, what was answered, and how it is mended. `{…}` is filled in from the finding's facts. */
export const findingWords = {
  dingtalk_silent: {
    outcome: 'unknown',
    answered: say('钉钉没有给出可用的回答', 'DingTalk gave no usable answer'),
    cure: say('稍后再检查一次。', 'Check again later.'),
  },
  dingtalk_refused: {
    outcome: 'failed',
    answered: say('钉钉以其他原因拒绝：{dingtalkCode}', 'DingTalk refused for another reason: {dingtalkCode}'),
    cure: say('在 /docs/dingtalk-errors 查看这个代码。', 'Look the code up at /docs/dingtalk-errors.'),
  },

  secret_accepted: { outcome: 'ok', answered: say('钉钉接受', 'Accepted') },
  secret_used: {
    outcome: 'ok',
    answered: say('{at} 用它成功续期或换取过授权', 'A grant was obtained or renewed with it at {at}'),
  },
  secret_wrong: {
    outcome: 'failed',
    answered: say('钉钉说 Client ID 或 Client Secret 不对', 'DingTalk says Client ID or secret are wrong'),
    cure: say(
      '在开发者后台“凭证与基础信息”核对；重置过就在这里登记新的，已有授权不受影响。',
      'Compare with 凭证与基础信息 (credentials) in the developer console; after a reset, enter the new one here: grants stay.',
    ),
  },
  secret_not_refused: {
    outcome: 'unknown',
    answered: say('没有被拒绝，但钉钉也没有因此给出凭证', 'Not refused; but nothing was given for it either'),
    cure: say(
      '没有可代表的组织时无法确定：完成一次授权后再检查。',
      'Without an organisation to act in there is no telling: complete one consent, then check again.',
    ),
  },
  organisation_missing: {
    outcome: 'failed',
    answered: say('组织没有开通这个应用', 'The organisation has not authorised the application'),
    cure: say('请组织的管理员开通应用。', 'Have the organisation’s administrator authorise it.'),
  },

  redirect_refused: {
    outcome: 'failed',
    answered: say('钉钉拒绝显示授权页', 'DingTalk refuses to show the page'),
    cure: say(
      `在${whereRedirects.zh}添加这个地址；并确认 Client ID 正确、应用已发布版本。`,
      `Add this address under ${whereRedirects.en}; see also that the Client ID is right and a version is published.`,
    ),
  },
  redirect_used: {
    outcome: 'ok',
    answered: say('{at} 有人授权后回到了 Broker', 'Somebody came back to the broker at {at}'),
  },
  redirect_unproven: {
    outcome: 'unknown',
    answered: say('授权页可以打开，但还没有人从那里回来', 'The page opens, and nobody has come back from it yet'),
    cure: say(
      `核对${whereRedirects.zh}里有完全相同的地址，或完成一次授权。`,
      `See that exactly this address is under ${whereRedirects.en}, or complete one consent.`,
    ),
  },

  lookup_allowed: { outcome: 'ok', answered: say('可以查询', 'It may') },
  lookup_refused: {
    outcome: 'failed',
    answered: say('钉钉说应用没有这项权限', 'DingTalk says the application lacks the permission'),
    cure: say(
      `在${wherePoints.zh}开通这个权限点；没有它，任何组织内的授权都无法完成。`,
      `Apply for this point under ${wherePoints.en}; without it no consent in an organisation can be completed.`,
    ),
  },

  identity_undeclared: {
    outcome: 'failed',
    answered: say('没有声明，因此无法得知凭证属于谁', 'It is not declared, so nobody could tell whose token it is'),
    cure: say(`声明它，并在${wherePoints.zh}开通。`, `Declare it, and apply for it under ${wherePoints.en}.`),
  },
  identity_seen: { outcome: 'ok', answered: say('给出了，最近 {at}', 'It does, last at {at}') },
  identity_unproven: {
    outcome: 'unknown',
    answered: say('还没有经钉钉核实的浏览器授权', 'There is no grant from a browser yet that DingTalk has confirmed'),
    cure: say(`核对${wherePoints.zh}里已开通它。`, `See under ${wherePoints.en} that it has been applied for.`),
  },

  scopes_confirmed: {
    outcome: 'ok',
    answered: say('{count} 项都在，最近核实 {at}', 'All {count} are there, last confirmed at {at}'),
  },
  scopes_missing: {
    outcome: 'warning',
    answered: say(
      '声明的 {count} 项里，有 {missing} 项没有人给出过',
      '{missing} of the {count} declared have been given by nobody',
    ),
    cure: say(
      `在${wherePoints.zh}开通，之后请相关人员重新授权；不需要的就从声明里去掉。`,
      `Apply for them under ${wherePoints.en} and ask people to authorise again; or declare them no more.`,
    ),
  },
  scopes_unproven: {
    outcome: 'unknown',
    answered: say('还没有经钉钉核实的浏览器授权', 'There is no grant from a browser yet that DingTalk has confirmed'),
    cure: say(
      `钉钉没有查询“已申请权限点”的接口：在${wherePoints.zh}逐项核对。`,
      `DingTalk has no way to ask what was applied for: compare the list under ${wherePoints.en}.`,
    ),
  },
  scopes_undeclared: {
    outcome: 'warning',
    answered: say(
      '带有 {count} 项没有声明的权限点：凭证的权限比声明的大',
      'They carry {count} points that are not declared: tokens are wider than the registration says',
    ),
    cure: say(
      `不需要就在${wherePoints.zh}取消；需要就声明它们，或列为附带权限点。`,
      `Give them up under ${wherePoints.en}; or declare them, or name them incidental.`,
    ),
  },

  events_arriving: { outcome: 'ok', answered: say('最近一次 {at}', 'The last one at {at}') },
  events_failing: {
    outcome: 'warning',
    answered: say('最近一次 {at}，其中 {count} 个处理失败', 'The last one at {at}; {count} could not be applied'),
    cure: say('正在自动重试；原因见应用的“事件”。', 'They are tried again by themselves; the reason is under Events.'),
  },
  events_none: {
    outcome: 'unknown',
    answered: say('还没有收到', 'None yet'),
    cure: say(
      '在开发配置 > 事件与回调登记这个地址（Stream 模式则不需要），并从那里发送测试事件。',
      'Register this address under 开发配置 > 事件与回调 (events and callbacks; Stream mode needs none), and send a test event from there.',
    ),
  },
  events_off: {
    outcome: 'warning',
    answered: say(
      '没有配置：有人离职或组织停用应用时，Broker 不会得知',
      'Not set up: the broker does not hear when somebody leaves or an organisation disables the application',
    ),
    cure: say(
      '登记事件的 Token 与加密密钥，或启用 Stream 模式；推送地址如下。',
      'Enter the token and key of events, or turn Stream mode on; the address to push to is below.',
    ),
  },

  budget_suffices: {
    outcome: 'ok',
    answered: say(
      '{grants} 个授权需要每秒 {needed} 次，上限 {allowed}',
      '{grants} grants need {needed} a second, of {allowed}',
    ),
  },
  budget_too_small: {
    outcome: 'warning',
    answered: say(
      '{grants} 个授权需要每秒 {needed} 次，上限只有 {allowed}',
      '{grants} grants need {needed} a second, and only {allowed} are allowed',
    ),
    cure: say(
      '向钉钉申请更高的调用频率，再在这里改上限；或把人员分到多个应用。',
      'Have DingTalk raise the limit, then change it here; or spread people over several applications.',
    ),
  },
  budget_declared: {
    outcome: 'ok',
    answered: say('每秒 {allowed} 次，还没有授权', '{allowed} a second, and no grants yet'),
  },

  robot_missing: {
    outcome: 'unknown',
    answered: say('没有登记', 'There is none'),
    cure: say('只有用机器人发送授权请求才需要。', 'Needed only to send consent requests as messages of a robot.'),
  },
  robot_unproven: {
    outcome: 'unknown',
    answered: say('已登记；只有发送一条消息才能证明它正确', 'There is one; only sending a message proves it'),
    cure: say(
      '核对应用的机器人配置里的 RobotCode。',
      'Compare with the RobotCode in the application’s robot settings.',
    ),
  },

  plugin_callback_refused: {
    outcome: 'unknown',
    answered: say('不接受', 'It does not'),
    cure: say(
      `只有 AI 插件使用这个应用才需要：在${whereRedirects.zh}添加这个地址。`,
      `Needed only if an AI plugin uses the application: add this address under ${whereRedirects.en}.`,
    ),
  },
  plugin_callback_missing: {
    outcome: 'failed',
    answered: say('不接受，但有 AI 插件在用这个应用', 'It does not, and an AI plugin uses the application'),
    cure: say(`在${whereRedirects.zh}添加这个地址。`, `Add this address under ${whereRedirects.en}.`),
  },
  plugin_callback_unproven: {
    outcome: 'unknown',
    answered: say(
      '授权页可以打开，不能证明地址已登记',
      'The page opens, which does not prove that the address is registered',
    ),
    cure: say(
      `AI 插件使用这个应用时，核对${whereRedirects.zh}里有这个地址。`,
      `If an AI plugin uses the application, see that this address is under ${whereRedirects.en}.`,
    ),
  },
} as const satisfies Readonly<Record<string, Row>>;
