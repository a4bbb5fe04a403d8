import type { settings as en } from './settings.en.js';

export const settings: typeof en = {
  settings: {
    meaning: '回答请求的这个 Broker 的运行设置。在它的环境变量里修改，下次启动时生效；不显示密钥。',
    name: '设置',
    value: '值',
    source: '来源',
    sources: { environment: '环境变量', default: '默认值', built_in: '内置' },
    notSet: '未设置',
    isSet: '已设置',
    units: {
      seconds: '{{value}} 秒',
      minutes: '{{value}} 分钟',
      days: '{{value}} 天',
      per_second: '每秒 {{value}} 次',
    },
    groups: {
      addresses: '地址',
      dingtalk: '钉钉',
      database: '数据库',
      keys: '密钥',
      sign_in: '登录',
      trail: '审计日志',
      limits: '限制',
    },
    broker: '当前实例',
    version: '版本',
    serverTime: '服务器时间',
    checks: '检查',
    ok: '通过',
    failing: '未通过',
    more: '更多',
  },
};
