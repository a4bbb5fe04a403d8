export const signIn = {
  signIn: {
    title: 'Sign in',
    dingtalk: 'Sign in with DingTalk',
    or: 'or with a token',
    token: 'Operator token',
    hint: 'Kept in this tab until you close it or sign out.',
    submit: 'Use the token',
    submitting: 'Signing in…',
    empty: 'Paste your operator token.',
    malformed: 'A token has no spaces and only plain characters. Copy it again.',
    refused: 'The broker does not accept this token. It may be incomplete, or no longer valid.',
    ended: 'Your sign-in has ended. Sign in again; this page stays as it is.',
  },
};
