export const signIn = {
  signIn: {
    title: 'Sign in',
    dingtalk: 'Sign in with DingTalk',
    openid: 'Sign in with {{provider}}',
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
  freshSignIn: {
    title: 'Sign in again',
    why: 'This act needs to be sure that it is still you, {{name}}. Sign in again: it then goes on by itself, and nothing you typed is lost.',
    signIn: 'Sign in again in a new tab',
    other: 'You are {{name}} now, so nothing was done.',
    needed: 'This needs a sign-in of the last minutes. Nothing was done.',
  },
};
