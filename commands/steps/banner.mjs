/** The first thing a newcomer reads. Every address and the request can be pasted as they stand, into any POSIX shell. */
export function banner({ version, seconds, publicUrl, emulatorUrl, grpcAddress, operatorToken, caller }) {
  const links = [
    ['Admin UI', `${publicUrl}/admin/`, `sign in with   ${operatorToken}`],
    ['Swagger UI', `${publicUrl}/docs`, 'same token under "Authorize"'],
    ['My grants', `${publicUrl}/me`, 'what a person sees'],
    ['Emulator', `${emulatorUrl}/`, 'plays DingTalk: people and faults'],
    ['gRPC', grpcAddress, 'reflection is on'],
  ];
  const width = Math.max(...links.map(([, address]) => address.length)) + 8;
  return [
    '',
    `  DingTalk token broker ${version} is ready (${seconds} s)`,
    '',
    ...links.map(([name, address, note]) => `    ${name.padEnd(13)}${address.padEnd(width)}${note}`),
    '',
    ...(caller ? firstSteps(publicUrl, caller) : ownData(publicUrl)),
    '',
    '  Ctrl-C stops everything. The next start finds your data.',
  ].join('\n');
}

const firstSteps = (publicUrl, { clientId, clientSecret }) => [
  '  1. Consent as a person: open this, choose 张三, press 同意 (Agree)',
  `       ${publicUrl}/consent/demo`,
  '',
  "  2. Ask for that person's token as a service (paste into another terminal)",
  `       curl -s ${shellWord(`${publicUrl}/v1/tokens`)} -H 'Content-Type: application/json' \\`,
  `         -H "Authorization: Bearer $(curl -s ${shellWord(`${publicUrl}/oauth2/token`)} \\`,
  `             -u '${clientId}:${clientSecret}' -d grant_type=client_credentials \\`,
  `             | node -pe 'JSON.parse(require("fs").readFileSync(0)).access_token')" \\`,
  '         -d \'{"application":"demo","userId":"zhangsan","scopes":["Contact.User.Read"]}\'',
  '       Before step 1 this answers consent_required, with the link of step 1 in it.',
  '',
  '  3. See who used it, when and why',
  `       ${publicUrl}/admin/grants`,
];

const ownData = (publicUrl) => [
  '  This database has its own applications and callers; nothing was added to it.',
  `       ${publicUrl}/admin/`,
];

/** Quoted only when the shell would read something into it. */
const shellWord = (text) => (/^[\w:/.@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
