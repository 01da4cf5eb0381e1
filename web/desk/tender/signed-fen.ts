import { fenOfYuan, yuanOfFen } from '../../form/units.ts';

/** "-1,200.5" yuan as "-120050" fen; undefined when it is no sum. */
export function signedFen(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').trim();
  const fen = fenOfYuan(plain.replace(/^[-−+]/, ''));
  return fen === null ? undefined : `${/^[-−]/.test(plain) && fen !== 0 ? '-' : ''}${fen}`;
}

export function signedYuan(fen: string): string { return fen.startsWith('-') ? `-${yuanOfFen(fen.slice(1))}` : yuanOfFen(fen); }
