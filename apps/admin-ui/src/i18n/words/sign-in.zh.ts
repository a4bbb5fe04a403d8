import type { signIn as en } from './sign-in.en.js';

export const signIn: typeof en = {
  signIn: {
    title: '登录',
    dingtalk: '用钉钉登录',
    openid: '用 {{provider}} 登录',
    or: '或者使用令牌',
    token: '操作员令牌',
    hint: '只保存在这个标签页里，关闭标签页或退出登录后清除。',
    submit: '使用令牌',
    submitting: '正在登录…',
    empty: '请粘贴操作员令牌。',
    malformed: '令牌里没有空格，也没有特殊字符。请重新复制。',
    refused: '这个令牌未被接受。可能没有复制完整，或者已经失效。',
    ended: '登录已失效。请重新登录，当前页面会保持原样。',
  },
  freshSignIn: {
    title: '请重新登录',
    why: '这项操作需要确认还是你本人（{{name}}）。重新登录后会自动继续，填好的内容不会丢失。',
    signIn: '在新标签页重新登录',
    other: '当前登录的是 {{name}}，没有执行任何操作。',
    needed: '需要最近几分钟内登录过。没有执行任何操作。',
  },
};
