import { decodeVkey, encodeVkey, LedgerRefusal, refuse, type VerifierKey } from '../core/index.ts';

/** Whom the reader trusts. It comes from the reader, never out of what is to be verified. */
export interface Policy { readonly logs: readonly VerifierKey[] }

/**
 * Reads a C2SP tlog-policy. Witness quorums are not verified here, so a policy that asks for one is refused:
 * passing over a demand of the reader would be worse than having no verifier.
 */
export function parsePolicy(text: string): Policy {
  const logs = new Map<string, VerifierKey>();
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line.trim().split(/[ \t]+/);
    if (keyword === undefined || keyword === '' || keyword.startsWith('#')) continue;
    if (keyword === 'log') {
      const key = logLine(words);
      const known = key.publicKey.join();
      if (logs.has(known)) refuse('policy-malformed', 'the same key twice');
      logs.set(known, key);
    } else if (!(keyword === 'quorum' && words.join() === 'none')) {
      refuse('policy-unsupported', `line "${keyword}"`);
    }
  }
  if (logs.size === 0) refuse('policy-empty', 'no log is trusted');
  return { logs: [...logs.values()] };
}

export function policyText(keys: readonly VerifierKey[]): string {
  return `${keys.map((key) => `log ${encodeVkey(key)}\n`).join('')}quorum none\n`;
}

function logLine(words: readonly string[]): VerifierKey {
  const [vkey, url, ...rest] = words;
  if (vkey === undefined || rest.length > 0) return refuse('policy-malformed', 'a log line is: log <vkey> [<url>]');
  if (url !== undefined && !/^https?:\/\//.test(url)) refuse('policy-malformed', 'a log line ends with a web address or with its key');
  try {
    return decodeVkey(vkey);
  } catch (error) {
    return refuse('policy-malformed', error instanceof LedgerRefusal ? error.message : String(error));
  }
}
