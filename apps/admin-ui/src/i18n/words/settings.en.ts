export const settings = {
  settings: {
    meaning:
      'What the broker that answers runs with. It is changed in its environment and takes effect at its next start; secrets are not shown.',
    name: 'Setting',
    value: 'Value',
    source: 'From',
    sources: { environment: 'environment', default: 'default', built_in: 'built in' },
    notSet: 'not set',
    isSet: 'set',
    units: { seconds: '{{value}} s', minutes: '{{value}} min', days: '{{value}} d', per_second: '{{value}} a second' },
    groups: {
      addresses: 'Addresses',
      dingtalk: 'DingTalk',
      database: 'Database',
      keys: 'Keys',
      sign_in: 'Signing in',
      trail: 'Audit trail',
      limits: 'Limits',
    },
    broker: 'This broker',
    version: 'Version',
    serverTime: 'Server time',
    checks: 'Checks',
    ok: 'Passes',
    failing: 'Fails',
    more: 'More',
  },
};
