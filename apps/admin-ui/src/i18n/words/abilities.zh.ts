import type { abilities as en } from './abilities.en.js';

export const abilities: typeof en = {
  abilities: {
    title: 'AI 插件能力',
    nothingYet: '还没有插件能力。钉钉助理可以请求的一件事就是一项能力，由你的一个服务来完成。',
    register: '登记能力',
    key: '能力标识',
    keyHelp: '与钉钉插件中一致，登记后不能修改。',
    caller: '服务',
    callerHelp: '由这个调用方的调用权限决定是否允许，受限凭证也发给它。',
    scopes: '需要本人的权限点',
    scopesHelp: '受限凭证只带有这些权限点。',
    transport: '调用方式',
    transports: { http: 'HTTP', grpc: 'gRPC' },
    address: '地址',
    addressHelp: {
      http: '调用会以 POST 发送到这个地址。',
      grpc: 'tokenbroker.v1.PluginAbility 服务的主机和端口。',
    },
    allowPlaintext: '在内网里可以不用 TLS',
    plaintext: '未加密',
    plainMeaning: '能看到这个网络流量的人可以读到发送的受限凭证。',
    timeout: '时限',
    timeoutHelp: '1 到 60 秒。超过时限，钉钉会收到失败。',
    seconds_one: '{{count}} 秒',
    seconds_other: '{{count}} 秒',
    change: '修改',
    changeNamed: '修改 {{key}}',
    remove: '删除',
    removeNamed: '删除 {{key}}',
    removeMeaning:
      '从下一次调用起，钉钉助理会得知没有服务能完成 {{key}}。正在进行的调用照常结束；这个服务自己的调用权限不变。',
    saved: '{{key}} 已保存，从下一次调用起生效。',
    savedInVain: '{{key}} 已保存，但它的调用会被拒绝：这个服务没有以受限凭证使用这些权限点的调用权限。',
    toEntitlements: '查看这个服务的调用权限',
    missing: {
      key: '请从钉钉的插件里复制。',
      caller: '请选择服务。',
      scopes: '请至少选择一个权限点。',
      address: '请填写服务的地址。',
    },
  },
};
