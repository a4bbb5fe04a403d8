import type { Wording } from '../../pages/fill.js';
import type { PageLanguage } from '../../pages/page-language.js';

export interface InClientWords {
  readonly title: string;
  /** Who asks for what follows, and why now. */
  readonly asks: Wording;
  readonly asksUnasked: string;
  readonly ifYouRefuse: string;
  readonly goOn: string;
  readonly notNow: string;
  readonly useBrowser: string;
  /** While the panel is open, and afterwards. */
  readonly waiting: string;
  readonly sending: string;
  /** If nothing seems to happen. */
  readonly noPanel: string;
  readonly tryAgain: string;
  readonly withoutScript: string;
}

const zh: InClientWords = {
  title: '“{application}”请你授权',
  asks: [
    '{service}要用“{application}”代你操作，现在缺这些授权。它给出的原因：“{reason}”',
    '{service}要用“{application}”代你操作，现在缺这些授权：',
  ],
  asksUnasked: '授权后，它可以代你：',
  ifYouRefuse: '不授权的话，不会保存任何内容，相关功能先用不了；以后可以再授权。',
  goOn: '在钉钉里继续',
  notNow: '暂不授权',
  useBrowser: '用浏览器授权',
  waiting: '请在钉钉的授权面板里选择',
  sending: '正在完成',
  noPanel: '没有看到授权面板？',
  tryAgain: '重试',
  withoutScript: '这个页面需要 JavaScript。也可以用浏览器授权。',
};

const en: InClientWords = {
  title: '{application} asks for your authorisation',
  asks: [
    '{service} wants to act for you through {application}, and lacks what is listed here. The reason it gives: "{reason}"',
    '{service} wants to act for you through {application}, and lacks what is listed here:',
  ],
  asksUnasked: 'Once you authorise, it can do this for you:',
  ifYouRefuse: 'If you refuse, nothing is saved and these features stay off; you can authorise later.',
  goOn: 'Continue in DingTalk',
  notNow: 'Not now',
  useBrowser: 'Use the browser',
  waiting: "Choose in DingTalk's panel",
  sending: 'Finishing',
  noPanel: 'No panel to be seen?',
  tryAgain: 'Try again',
  withoutScript: 'This page needs JavaScript. You can also use the browser.',
};

export const inClientWords: Record<PageLanguage, InClientWords> = { zh, en };
