export const clientKinds = ['ios', 'android', 'desktop'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** How DingTalk's clients name themselves to the pages they show. */
export const userAgents: Record<ClientKind, (version: string) => string> = {
  ios: (version) =>
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 AliApp(DingTalk/${version}) com.laiwang.DingTalk/15243 Channel/201200 language/zh-Hans-CN`,
  android: (version) =>
    `Mozilla/5.0 (Linux; U; Android 14; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.0.0 Mobile Safari/537.36 AliApp(DingTalk/${version}) com.alibaba.android.rimet/13532491`,
  desktop: (version) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 DingTalk(${version}-macOS-arm64) nw Channel/201200`,
};
