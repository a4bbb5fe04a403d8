export const detail = {
  permission: {
    asking: 'What you may do is still being asked.',
    ownersOnly: 'Only an owner may do this; you are {{role}}.',
    adminsOnly: 'This needs the role admin or owner; you are {{role}}.',
    notOfToken: 'The token you use does not hold {{permission}}.',
  },
  enabling: {
    enabled: 'Enabled',
    disabled: 'Disabled',
    enable: 'Enable',
    enabling: 'Enabling…',
    disable: 'Disable',
    disabling: 'Disabling…',
    didEnable: '{{name}} is enabled.',
    didDisable: '{{name}} is disabled: {{effect}}.',
    undo: 'Undo',
  },
  ending: {
    cancel: 'Cancel',
    reason: 'Reason (goes into the audit trail)',
    reasonMissing: 'Say why; whoever reads the audit trail will ask.',
    typeNumber: 'Type the number to confirm: {{value}}',
    typeName: 'Type the name to confirm: {{value}}',
    typedWrong: 'That is not what stands above.',
  },
  job: {
    numbers: '{{done}} of {{total}}',
    quarter: '{{percent}} %',
    cancel: 'Stop here',
    states: { queued: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Stopped' },
  },
};
