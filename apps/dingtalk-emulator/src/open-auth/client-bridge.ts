import { z } from 'zod';
import { readFields } from '../control/problem.js';
import { clientKinds } from './user-agents.js';

const bridgeSchema = z.strictObject({
  /** Which client is played. */
  client: z.enum(clientKinds).default('ios'),
  /** Key of the person it is signed in as; else the panel asks. */
  person: z.string().max(64).optional(),
  /** `broken`: it refuses every call at once; `silent`: it never answers one. */
  does: z.enum(['answer', 'broken', 'silent']).default('answer'),
});

type Bridge = z.output<typeof bridgeSchema>;

/** @throws Problem 400 naming each parameter that does not fit */
export const readBridge = (query: unknown): Bridge => readFields(bridgeSchema, query);

/**
 * A script that plays DingTalk's client to a page: what `dingtalk-jsapi` 3.2.9 looks for on each platform, and answers to the two calls that
 * `openAuth` of `dingtalk-design-libs` 0.2.0 makes. It has to run before the page's own scripts, and the browser has to call
 * itself DingTalk. The panel opens in a window of its own, because a page's policy may allow it no frames.
 */
export function clientBridge(bridge: Bridge, emulator: string): string {
  return `(${standIn})(${JSON.stringify({ ...bridge, emulator })});\n`;
}

// Source text for a browser. dingtalk-jsapi takes a desktop client's answers from a dingtalk.com origin only, so the message says it is one.
const standIn = `(settings) => {
  const PANEL = settings.emulator + '/dingding/h5-common-authority/auth/index.html';
  const DESKTOP = 'https://desktop.emulator.dingtalk.com';
  const NO_SUCH_CALL = { errorCode: '1', errorMessage: 'the stand-in for the client knows openAuth alone' };
  const CLOSED = { errorCode: '-1', errorMessage: 'closed' };

  /** Resolves with what the panel answers; rejects if it is closed without an answer. */
  const openPanel = (query) => new Promise((resolve, reject) => {
    const more = new URLSearchParams({ caller: location.origin, ...(settings.person && { as: settings.person }) });
    const panel = open(PANEL + '?' + query + '&' + more, 'open-auth-panel', 'popup,width=420,height=640');
    if (!panel) return reject({ errorCode: '2', errorMessage: 'the browser allowed no window' });
    // A window that answers and closes may be seen closed first.
    const watch = setInterval(() => {
      if (!panel.closed) return;
      clearInterval(watch);
      setTimeout(() => end(() => reject(CLOSED)), 1000);
    }, 100);
    const end = (how) => { clearInterval(watch); removeEventListener('message', hear); how(); };
    const hear = ({ origin, source, data }) => {
      if (origin !== settings.emulator || source !== panel || !data || !('openAuthPanel' in data)) return;
      end(() => data.openAuthPanel ? resolve(data.openAuthPanel) : reject(CLOSED));
    };
    addEventListener('message', hear);
  });

  const call = (name, body) => {
    if (settings.does === 'broken') return Promise.reject({ errorCode: '7', errorMessage: 'no permission' });
    if (settings.does === 'silent') return new Promise(() => {});
    if (name === 'biz.util.openModal' && settings.client === 'desktop') {
      const { origin, pathname, search } = new URL(body.url);
      if (origin === 'https://n.dingtalk.com' && pathname === '/dingding/h5-common-authority/auth/index.html')
        return openPanel(search.slice(1)).then((answer) => JSON.stringify(answer));
    }
    if (name === 'biz.util.callComponent' && settings.client !== 'desktop') {
      const { miniAppId, page = '' } = body.params || {};
      const [path, query] = page.split('?');
      if (body.componentType === 'miniProgram' && miniAppId === '5000000000174977' && path === 'pages/auth/index')
        return openPanel(query).then((answer) => ({ detail: { extraData: answer } }));
    }
    return Promise.reject(NO_SUCH_CALL);
  };

  const clients = {
    ios: () => {
      window.WebViewJavascriptBridge = {
        init() {},
        registerHandler() {},
        callHandler(name, body, done) {
          call(name, body).then((result) => done({ errorCode: '0', result }), (error) => done(error));
        },
      };
    },
    android: () => {
      window.nuva = {
        isReady: true,
        require: () => (success, fail, service, method, body) => {
          call(service + '.' + method, body).then(success, fail);
        },
      };
    },
    desktop: () => {
      window.dd_bridge_config = JSON.stringify({ hostOrigin: DESKTOP, containerId: 'emulator', hostVersion: '7.6.15' });
      window.dingtalk = { platform: { invokeAPI() {} } };
      const toPage = window.postMessage.bind(window);
      window.postMessage = (message, target, transfer) => {
        if (target !== DESKTOP) return toPage(message, target, transfer);
        const respond = (success) => (body) =>
          dispatchEvent(new MessageEvent('message', {
            origin: DESKTOP, source: window, data: { type: 'response', msgId: message.msgId, success, body },
          }));
        call(message.methodName, message.body).then(respond(true), respond(false));
      };
    },
  };
  clients[settings.client]();
}`;
