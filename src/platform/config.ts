import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataPaths, repositoryRoot, type DataPaths } from './paths.ts';
import { exitCodes, StartError } from './start-error.ts';

export type Mode = 'demo' | 'live';

export interface Config {
  host: string;
  /** 0: any free one. */
  port: number;
  /** Paths of PEM files. */
  tls?: { cert: string; key: string };
  data: DataPaths;
  /** An outside PostgreSQL ≥ 15; without it the embedded one. */
  databaseUrl?: string;
  mode: Mode;
  limits: Limits;
}

export interface Limits {
  /** bytes one account (of an organisation: all of its own) may upload in a day */
  uploadBytesADay: number;
  /** sign-in challenges one address may ask for in a minute */
  challengesAMinute: number;
}

const uploadBytesADay = 16 * 1024 ** 3;
/** In a demo one machine signs in as everybody. */
const challengesAMinute = { live: 300, demo: 30_000 } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads every setting of the server at once; a wrong one is one line, not a guess. */
export function readConfig(env: Environment): Config {
  const host = env.HOST || '127.0.0.1';
  const tls = readTls(env);
  if (!isLoopback(host) && !tls) {
    throw bad('HOST', host, 'an address other than this machine needs QINGLAN_TLS_CERT and QINGLAN_TLS_KEY');
  }
  const databaseUrl = readDatabaseUrl(env.DATABASE_URL);
  // A database of one's own holds real trades unless one says otherwise.
  const mode = readMode(env.QINGLAN_MODE) ?? (databaseUrl === undefined ? 'demo' : 'live');
  return {
    host,
    port: readPort(env.PORT),
    ...(tls && { tls }),
    data: dataPaths(env.QINGLAN_DATA || join(repositoryRoot, 'data')),
    ...(databaseUrl !== undefined && { databaseUrl }),
    mode,
    limits: {
      uploadBytesADay: readCount(env, 'QINGLAN_UPLOAD_BYTES_A_DAY') ?? uploadBytesADay,
      challengesAMinute: readCount(env, 'QINGLAN_CHALLENGES_A_MINUTE') ?? challengesAMinute[mode],
    },
  };
}

function readPort(text: string | undefined): number {
  if (!text) return 8080;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw bad('PORT', text, 'a number from 0 to 65535');
  return port;
}

function readCount(env: Environment, name: string): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw bad(name, text, 'a whole number above 0');
  return Number(text);
}

function readTls(env: Environment): { cert: string; key: string } | undefined {
  const { QINGLAN_TLS_CERT: cert, QINGLAN_TLS_KEY: key } = env;
  if (!cert && !key) return undefined;
  if (!cert || !key) throw new StartError('QINGLAN_TLS_CERT and QINGLAN_TLS_KEY belong together: one is missing', exitCodes.badUsage);
  if (!existsSync(cert)) throw bad('QINGLAN_TLS_CERT', cert, 'no such file');
  if (!existsSync(key)) throw bad('QINGLAN_TLS_KEY', key, 'no such file');
  return { cert, key };
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  // The value may hold a password: it is not repeated.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new StartError('DATABASE_URL is not of the form postgres://user:password@host:port/database', exitCodes.badUsage);
  }
  return text;
}

function readMode(text: string | undefined): Mode | undefined {
  if (!text) return undefined;
  if (text !== 'demo' && text !== 'live') throw bad('QINGLAN_MODE', text, 'demo or live');
  return text;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function bad(name: string, value: string, expected: string): StartError {
  return new StartError(`${name}=${value}: ${expected}`, exitCodes.badUsage);
}
