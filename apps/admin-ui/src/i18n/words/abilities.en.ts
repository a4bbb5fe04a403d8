export const abilities = {
  abilities: {
    title: 'AI plugins: abilities',
    nothingYet:
      'No ability yet. An ability is something DingTalk’s assistant can be asked to do; one of your services does it.',
    register: 'Register an ability',
    key: 'Ability key',
    keyHelp: 'As it stands in the plugin at DingTalk. It cannot be changed.',
    caller: 'Service',
    callerHelp: 'The caller whose entitlements decide, and who gets the handle.',
    scopes: 'What it needs of the person',
    scopesHelp: 'The handle carries these scopes and no others.',
    transport: 'Called by',
    transports: { http: 'HTTP', grpc: 'gRPC' },
    address: 'Address',
    addressHelp: {
      http: 'Where the broker posts the call.',
      grpc: 'Host and port of the service tokenbroker.v1.PluginAbility.',
    },
    allowPlaintext: 'may be called without TLS, within a private network',
    plaintext: 'without TLS',
    plainMeaning: 'Whoever sees this network can read the handles that are sent there.',
    timeout: 'Deadline',
    timeoutHelp: 'Seconds, 1 to 60. DingTalk hears of a failure after that.',
    seconds_one: '{{count}} s',
    seconds_other: '{{count}} s',
    change: 'Change',
    changeNamed: 'Change {{key}}',
    remove: 'Remove',
    removeNamed: 'Remove {{key}}',
    removeMeaning:
      'From the next call on, DingTalk’s assistant hears that nobody does {{key}}. Calls that are under way end as they would; what the service may ask by itself stays.',
    saved: '{{key}} is saved. It counts from the next call on.',
    savedInVain:
      '{{key}} is saved, but its calls would be refused: the service is not entitled to a handle of these scopes.',
    toEntitlements: 'To the entitlements of the service',
    missing: {
      key: 'Copy it from the plugin at DingTalk.',
      caller: 'Choose the service.',
      scopes: 'Choose at least one scope.',
      address: 'Say where the service is.',
    },
  },
};
