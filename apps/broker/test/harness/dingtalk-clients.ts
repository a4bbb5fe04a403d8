import type { Emulator } from './emulator.js';

/** How the clients name themselves; the version stands in the middle. */
export const clientUserAgents = {
  ios: (version: string) =>
    `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 AliApp(DingTalk/${version}) com.laiwang.DingTalk/15243 Channel/201200 language/zh-Hans-CN`,
  android: (version: string) =>
    `Mozilla/5.0 (Linux; U; Android 14; zh-CN) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.0.0 Mobile Safari/537.36 AliApp(DingTalk/${version}) com.alibaba.android.rimet/13532491`,
  desktop: (version: string) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 DingTalk(${version}-macOS-arm64) nw Channel/201200`,
};

export type DingTalkClientKind = keyof typeof clientUserAgents;

/** The script that plays this client to a page. */
export async function clientBridge(
  emulator: Emulator,
  client: DingTalkClientKind,
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = new URLSearchParams({ client, ...settings });
  const response = await fetch(`${emulator.url}/emulator/client-bridge.js?${query}`, {
    signal: AbortSignal.timeout(60_000),
  });
  const script = await response.text();
  if (!response.ok) throw new Error(`no client bridge: ${response.status} ${script}`);
  return script;
}
