import { expect, test } from 'vitest';
import { connectionTo, withParts } from '../../../build/server/connection.js';

const server = connectionTo({ major: 18, provider: 'url', url: 'postgresql://me:p%40ss@db.example:5499/start' });

test('a URL is taken apart for the tools that want parts', () => {
  expect(server).toMatchObject({ host: 'db.example', port: 5499 });
  expect(server.psqlEnv).toEqual({
    PGHOST: 'db.example',
    PGPORT: '5499',
    PGUSER: 'me',
    PGPASSWORD: 'p@ss',
    PGDATABASE: 'start',
  });
});

test('another database keeps the rest of the URL, and names are escaped', () => {
  expect(server.adminUrl()).toBe(server.address.url);
  expect(server.adminUrl('My db')).toBe('postgresql://me:p%40ss@db.example:5499/My%20db');
  expect(withParts(server.address.url, { database: 'x', role: 'a@b' })).toBe(
    'postgresql://a%40b:p%40ss@db.example:5499/x',
  );
});
