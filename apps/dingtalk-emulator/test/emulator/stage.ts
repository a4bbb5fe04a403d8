import { afterEach, beforeEach, expect } from '@jest/globals';
import { DEMO, EmulatorUnderTest } from '../emulator-under-test.js';
import { ScriptlessBrowser } from '../scriptless-browser.js';

const CALLBACK = 'http://127.0.0.1:8080/consent/callback';

export const authorize = (more: Record<string, string | undefined> = {}, path = '/oauth2/auth') => {
  const query = {
    client_id: DEMO,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid corpid',
    prompt: 'consent',
    state: 'the-state',
    ...more,
  };
  const present = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${path}?${new URLSearchParams(present)}`;
};

export let emulator: EmulatorUnderTest;
export let browser: ScriptlessBrowser;

/** An emulator of its own for each test, and a browser in front of it. */
export function stage(): void {
  beforeEach(async () => {
    emulator = await EmulatorUnderTest.start();
    browser = new ScriptlessBrowser(emulator.url);
  });
  afterEach(() => emulator.close());
}

export const arrived = () => {
  const { origin, pathname, searchParams } = new URL(browser.location);
  expect(origin + pathname).toBe(CALLBACK);
  return Object.fromEntries(searchParams);
};
