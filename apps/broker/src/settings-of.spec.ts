import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { settingsOf } from './settings-of.js';

const source = readFileSync(new URL('./config.ts', import.meta.url), 'utf8');
const begin = source.indexOf('const environment');
const schema = source.slice(begin, source.indexOf('\n});', begin));
const variables = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);

const env = {
  DATABASE_URL: 'postgres://broker:canary-password@db.example.com:5432/broker',
  MASTER_KEY_FILE: '/etc/broker/master.key',
  OPERATOR_BOOTSTRAP_TOKEN: 'canary-bootstrap-token-of-32-characters',
};

describe('the settings operators see', () => {
  it('are every variable the broker knows', () => {
    const shown = settingsOf(readConfig(env), undefined).map(({ name }) => name);
    expect(variables.length).toBeGreaterThan(20);
    expect(variables.filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('say which were set, and carry no secret', () => {
    const settings = settingsOf(readConfig(env), undefined);
    const named = (name: string) => settings.find((setting) => setting.name === name);
    expect(named('DATABASE_URL')).toMatchObject({ source: 'environment', value: 'db.example.com:5432/broker' });
    expect(named('HTTP_PORT')).toMatchObject({ source: 'default', value: '8080' });
    expect(JSON.stringify(settings)).not.toContain('canary');
  });
});
