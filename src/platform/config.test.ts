import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { StartError } from './start-error.ts';

test('without any setting: this machine only, the embedded database, demo', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 8080, mode: 'demo' });
  expect(config).not.toHaveProperty('databaseUrl');
  expect(config.data.root).toMatch(/\/data$/);
});

test('a database of one’s own is live, unless one says demo', () => {
  const DATABASE_URL = 'postgres://u:p@h/d';
  expect(readConfig({ DATABASE_URL }).mode).toBe('live');
  expect(readConfig({ DATABASE_URL, QINGLAN_MODE: 'demo' }).mode).toBe('demo');
});

test('limits have defaults and may be set', () => {
  expect(readConfig({}).limits).toEqual({ uploadBytesADay: 17_179_869_184, challengesAMinute: 30_000 });
  expect(readConfig({ QINGLAN_MODE: 'live', QINGLAN_UPLOAD_BYTES_A_DAY: '1000' }).limits).toEqual({ uploadBytesADay: 1_000, challengesAMinute: 300 });
});

test('0 is any free port', () => {
  expect(readConfig({ PORT: '0' }).port).toBe(0);
});

test.each([
  { PORT: '65536' },
  { PORT: '-1' },
  { PORT: '8080x' },
  { HOST: '0.0.0.0' },
  { HOST: '::' },
  { HOST: '127.0.0.1.example.org' },
  { QINGLAN_TLS_CERT: '/etc/passwd' },
  { QINGLAN_TLS_CERT: '/etc/passwd', QINGLAN_TLS_KEY: '/nowhere' },
  { DATABASE_URL: 'localhost:5432' },
  { QINGLAN_MODE: 'Demo' },
  { QINGLAN_UPLOAD_BYTES_A_DAY: '0' },
  { QINGLAN_CHALLENGES_A_MINUTE: '1e3' },
])('%o is refused in one line, exit 2', (env) => {
  const error = (() => {
    try {
      return readConfig(env);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(StartError);
  expect(error).toMatchObject({ exitCode: 2, message: expect.not.stringContaining('\n') });
});
