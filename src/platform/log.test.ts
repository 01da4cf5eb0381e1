import { expect, test } from 'vitest';
import { createLogger, type LoggerOptions } from './log.ts';

function written(options: LoggerOptions, log: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  log(createLogger({ format: 'json', now: () => new Date(0), write: (line) => lines.push(line), ...options }));
  return lines;
}

test('a secret does not reach the log: by its name at any depth, and inside an address anywhere', () => {
  const error = new Error('cannot reach postgres://qinglan:hunter2@127.0.0.1:5432/qinglan', { cause: { token: 'hunter2' } });
  const [line = ''] = written({}, (logger) =>
    logger.child({ authorization: 'Bearer hunter2' }).error('lost postgres://u:hunter2@h/d', {
      error, password: 'hunter2', nested: [{ sessionToken: 'hunter2', salt: 'hunter2', privateKey: 'hunter2', share: 'hunter2' }],
    }),
  );
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line)).toMatchObject({ at: '1970-01-01T00:00:00.000Z', level: 'error', message: 'lost postgres://u:[redacted]@h/d', authorization: '[redacted]' });
});

test('what JSON cannot hold is written all the same', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  const [line = ''] = written({}, (logger) => logger.info('odd', { amountFen: 5n, bytes: new Uint8Array(3), loop, nothing: undefined }));
  expect(JSON.parse(line)).toMatchObject({ amountFen: '5', bytes: '[3 bytes]' });
});

test('a level hides what is below it; a terminal gets one readable line', () => {
  expect(written({ level: 'warn' }, (logger) => (logger.info('no'), logger.warn('yes')))).toHaveLength(1);
  expect(written({ format: 'pretty' }, (logger) => logger.info('ready', { url: 'http://x', ms: 12 }))).toEqual(['00:00:00.000 info  ready url=http://x ms=12\n']);
});
