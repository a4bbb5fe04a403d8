import type { detail as en } from './detail.en.js';

export const detail: typeof en = {
  permission: {
    asking: '正在确认你的权限。',
    ownersOnly: '只有所有者可以这样做；你是{{role}}。',
    adminsOnly: '需要管理员或所有者角色；你是{{role}}。',
    notOfToken: '你使用的令牌不包含 {{permission}}。',
  },
  enabling: {
    enabled: '已启用',
    disabled: '已停用',
    enable: '启用',
    enabling: '正在启用…',
    disable: '停用',
    disabling: '正在停用…',
    didEnable: '已启用 {{name}}。',
    didDisable: '已停用 {{name}}：{{effect}}。',
    undo: '撤回',
  },
  ending: {
    cancel: '取消',
    reason: '原因（写入审计日志）',
    reasonMissing: '请写明原因，查看审计日志的人会问。',
    typeNumber: '输入数字以确认：{{value}}',
    typeName: '输入名称以确认：{{value}}',
    typedWrong: '与上面的内容不一致。',
  },
  job: {
    numbers: '{{done}} / {{total}}',
    quarter: '{{percent}} %',
    cancel: '停在这里',
    pause: '暂停',
    pausing: '完成这一步后暂停…',
    resume: '继续',
    states: {
      queued: '等待中',
      running: '进行中',
      paused: '已暂停',
      done: '已完成',
      failed: '已失败',
      cancelled: '已停止',
    },
  },
};
