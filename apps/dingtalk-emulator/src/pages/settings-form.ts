import { type SettingValues, settingsSchema } from '../world/settings.js';
import { type Html, html } from './html.js';
import type { Language, Words } from './language.js';

const labels: Record<keyof SettingValues, Words> = {
  accessTokenSeconds: { zh: '访问凭证有效期（秒）', en: 'Life of access tokens (s)' },
  refreshTokenSeconds: { zh: '刷新令牌有效期（秒）', en: 'Life of refresh tokens (s)' },
  codeSeconds: { zh: '授权码有效期（秒）', en: 'Life of codes (s)' },
  codeParameter: { zh: '回调里的授权码参数', en: 'Code parameters' },
  refreshRepeat: { zh: '重复使用刷新令牌', en: 'A refresh token sent again' },
  refreshGraceSeconds: { zh: '轮换后旧刷新令牌的宽限（秒）', en: 'Grace of a used refresh token (s)' },
  refreshAfterWithdrawal: { zh: '解除授权之后的刷新', en: 'Refresh after a withdrawal' },
  prompt: { zh: '缺少 prompt 参数', en: 'A link without prompt' },
  internalAppsAcceptOutsiders: { zh: '内部应用放行外部人员', en: 'Internal apps let outsiders in' },
  refreshReturnsCorpId: { zh: '刷新应答带 corpId', en: 'Refresh answers with corpId' },
  openAuthAnswer: { zh: 'openAuth 面板的结果', en: 'The panel of openAuth' },
  openAuthTellsCode: { zh: 'openAuth 失败时带错误码', en: 'openAuth tells its error' },
  eventAnswerSeconds: { zh: '事件回调的应答时限（秒）', en: 'Time to answer an event (s)' },
  eventRetrySeconds: { zh: '事件第一次重推前（秒）', en: 'Before the first retry of an event (s)' },
  eventSecondRetrySeconds: { zh: '事件第二次重推前（秒）', en: 'Before the second retry of an event (s)' },
  eventRedeliverSeconds: { zh: 'Stream 事件未确认重推（秒）', en: 'Stream event not acknowledged, again after (s)' },
  streamTicketSeconds: { zh: 'Stream ticket 有效期（秒）', en: 'Life of Stream tickets (s)' },
  streamPingSeconds: { zh: 'Stream ping 间隔（秒）', en: 'Between two Stream pings (s)' },
  streamSilenceSeconds: { zh: 'Stream 断开前的静默（秒）', en: 'Silence before Stream closes (s)' },
  robotUnknownPeople: { zh: '机器人消息的 userId 都不认识', en: 'A robot writes to nobody known' },
  robotMessagesPerMinute: { zh: '机器人每分钟给一个人的消息', en: 'Messages of a robot to one person in a minute' },
  skillAnswerSeconds: { zh: '技能的应答时限（秒）', en: 'Time for a skill to answer (s)' },
  pluginAnswerSeconds: { zh: 'AI 插件的应答时限（秒）', en: 'Time for an AI plugin to answer (s)' },
  clockOffsetSeconds: { zh: '时钟拨快（秒）', en: 'Clock moved forward (s)' },
};

const values: Record<string, Words> = {
  both: { zh: 'code 和 authCode', en: 'code and authCode' },
  authCode: { zh: '只有 authCode', en: 'authCode only' },
  single_use: { zh: '拒绝', en: 'refused' },
  idempotent: { zh: '返回第一次的结果', en: 'answered as the first time' },
  works: { zh: '仍然可以', en: 'still works' },
  fails: { zh: '失败', en: 'fails' },
  listed: { zh: '列在 invalidStaffIdList 里', en: 'listed in invalidStaffIdList' },
  refused: { zh: 'staffId.notExisted', en: 'staffId.notExisted' },
  lenient: { zh: '接受', en: 'accepted' },
  strict: { zh: '拒绝', en: 'refused' },
  person: { zh: '由人决定', en: 'as the person decides' },
  agree: { zh: '允许', en: 'allowed' },
  refuse: { zh: '拒绝（cancel）', en: 'refused (cancel)' },
  failed: { zh: '异常（failed）', en: 'failed' },
  to_admin: { zh: '通知管理员（toAdmin）', en: 'passed on (toAdmin)' },
  close: { zh: '关闭', en: 'closed' },
  true: { zh: '是', en: 'yes' },
  false: { zh: '否', en: 'no' },
};

/** Every setting as a field, with the values its schema allows. */
export function settingsForm(language: Language, settings: SettingValues): Html {
  const fields = (Object.keys(labels) as (keyof SettingValues)[]).map((name) => {
    const label = labels[name][language];
    return html`<label>${label}${field(language, name, settings[name])}</label>`;
  });
  return html`<form method="post" action="/emulator/settings"><div class="fields">${fields}</div>
<button data-testid="save-settings">${language === 'zh' ? '保存' : 'Save'}</button></form>`;
}

function field(language: Language, name: keyof SettingValues, value: string | number | boolean): Html {
  const testId = `setting-${name}`;
  if (typeof value === 'number') {
    return html`<input name="${name}" value="${value}" inputmode="numeric" autocomplete="off" data-testid="${testId}">`;
  }
  const schema = settingsSchema.shape[name];
  const choices = 'options' in schema ? schema.options : ['true', 'false'];
  const options = choices.map((choice) =>
    choice === String(value)
      ? html`<option value="${choice}" selected>${values[choice]?.[language]}</option>`
      : html`<option value="${choice}">${values[choice]?.[language]}</option>`,
  );
  return html`<select name="${name}" data-testid="${testId}">${options}</select>`;
}
