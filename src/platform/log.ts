export type Level = 'debug' | 'info' | 'warn' | 'error';
export type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** The same logger with fields on every line. */
  child(fields: Fields): Logger;
}

export interface LoggerOptions {
  level?: Level;
  /** One JSON object a line for machines, a readable line for a terminal. */
  format?: 'json' | 'pretty';
  write?: (line: string) => void;
  now?: () => Date;
}

const levels: readonly Level[] = ['debug', 'info', 'warn', 'error'];
const secretName = /password|passphrase|secret|token|authorization|cookie|private|salt|share|credential|^key$|pem$/i;
const urlPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi;
const depthMax = 6;
const textMax = 4_000;

/** Logs go to stderr: stdout belongs to what a command answers. */
export function createLogger(options: LoggerOptions = {}, base: Fields = {}): Logger {
  const settings = {
    level: options.level ?? levelOf(process.env.QINGLAN_LOG),
    format: options.format ?? (process.stderr.isTTY ? 'pretty' : 'json'),
    write: options.write ?? ((line: string) => void process.stderr.write(line)),
    now: options.now ?? (() => new Date()),
  } satisfies Required<LoggerOptions>;
  const log = (level: Level) => (message: string, fields: Fields = {}) => {
    if (levels.indexOf(level) < levels.indexOf(settings.level)) return;
    const all = redact({ ...base, ...fields }, 0) as Fields;
    const at = settings.now().toISOString();
    settings.write(settings.format === 'json' ? jsonLine(at, level, clean(message), all) : prettyLine(at, level, clean(message), all));
  };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: (fields) => createLogger(settings, { ...base, ...fields }),
  };
}

/** What must not be kept is recognised by its name, and a password inside an address by its place. */
export function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > depthMax) return '…';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).map(([name, item]) => [name, secretName.test(name) ? '[redacted]' : redact(item, depth + 1)]);
  return Object.fromEntries(entries);
}

function redactError(error: Error, depth: number): unknown {
  return {
    type: error.name,
    message: clean(error.message),
    ...('code' in error && { code: error.code }),
    stack: clean(error.stack ?? ''),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

function clean(text: string): string {
  const short = text.length > textMax ? `${text.slice(0, textMax)}…` : text;
  return short.replace(urlPassword, '$1[redacted]@');
}

function jsonLine(at: string, level: Level, message: string, fields: Fields): string {
  return `${JSON.stringify({ at, level, message, ...fields })}\n`;
}

function prettyLine(at: string, level: Level, message: string, fields: Fields): string {
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${at.slice(11, 23)} ${level.padEnd(5)} ${[message, ...shown].join(' ')}\n`;
}

function levelOf(text: string | undefined): Level {
  return levels.find((level) => level === text) ?? 'info';
}
