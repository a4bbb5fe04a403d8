import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database } from './database.js';

describe(Database.name, () => {
  it('listens once to a pool, however many are made of it', () => {
    const pool = new pg.Pool();
    for (let n = 0; n < 20; n += 1) new Database({ pool, prepared: true });
    expect(pool.listenerCount('acquire')).toBe(1);
  });
});
