import type { jump as en } from './jump.en.js';

export const jump: typeof en = {
  jump: {
    open: '跳转到 ID…',
    title: '跳转到',
    label: 'ID、名称、组织或权限点',
    looking: '正在查找…',
    nothing: '没有这个 ID 或名称，或者你无权查看。',
    help: '粘贴授权、发放、请求、授权请求或撤销的 ID，人员的 userId 或 unionId，corpId，权限点，名称，或人名的开头。',
    found: '找到',
    kinds: {
      grant: '授权',
      person: '人员',
      organisation: '组织',
      scope: '权限点',
      application: '应用',
      caller: '调用方',
      operator: '操作员',
      consent: '授权请求',
      revocation: '撤销',
      job: '任务',
      handout: '发放',
      audit_record: '审计记录',
      request: '请求',
    },
  },
};
