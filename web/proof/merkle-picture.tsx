// The path from the entry up to the ledger's root, drawn: the column of what was computed here, the siblings beside it.
import type { PathStep, PathWalk } from '../../src/kernel/merkle.ts';
import { useTexts } from '../texts/index.tsx';
import { toHex } from './tlog.ts';

const levelHeight = 62;
const box = { width: 132, height: 36 };
/** More levels than this are drawn shortened in the middle; all are checked. */
const shownAtEnds = 4;

type Drawn = { kind: 'step'; level: number; step: PathStep } | { kind: 'gap'; count: number };

export function MerklePicture({ index, size, leaf, walk, good }: { index: bigint; size: bigint; leaf: Uint8Array; walk: PathWalk; good: boolean }) {
  const { t } = useTexts();
  const drawn = shorten(walk.steps);
  const height = (drawn.length + 1) * levelHeight + 8;
  const y = (row: number) => height - (row + 1) * levelHeight + 12;
  return (
    <svg className="merkle" viewBox={`0 0 460 ${height}`} role="img"
      aria-label={t.proof.pictureAlt(String(index), String(size), walk.steps.length)}>
      {drawn.map((row, at) => row.kind === 'gap'
        ? <Gap key="gap" from={y(at)} to={y(at + 1)} words={t.proof.levelsSkipped(row.count)} />
        : <Join key={row.level} row={row} from={y(at)} to={y(at + 1)} words={t.proof.levelOf(row.level + 1)} sibling={t.proof.sibling} />)}
      <Hash x={164} y={y(0)} words={`${t.proof.leafNode} #${index}`} hash={leaf} tone="leaf" />
      {drawn.map((row, at) => row.kind === 'gap' ? null : (
        <Hash key={row.level} x={164} y={y(at + 1)} hash={row.step.out} tone={row.level === walk.steps.length - 1 ? (good ? 'root' : 'bad') : 'mid'}
          words={row.level === walk.steps.length - 1 ? t.proof.root : ''} />
      ))}
    </svg>
  );
}

function Join({ row, from, to, words, sibling }: { row: Extract<Drawn, { kind: 'step' }>; from: number; to: number; words: string; sibling: string }) {
  const left = row.step.side === 'left';
  const x = left ? 6 : 322;
  const middle = 164 + box.width / 2;
  return (
    <g>
      <path className="merkle-line main" d={`M${middle} ${from} V${to + box.height}`} />
      <path className="merkle-line" d={`M${x + box.width / 2} ${from} V${from - 12} H${middle}`} />
      <Hash x={x} y={from} words={sibling} hash={row.step.sibling} tone="sibling" />
      <text className="merkle-note" x={left ? middle + 8 : middle - 8} y={from - 8} textAnchor={left ? 'start' : 'end'}>{words}</text>
    </g>
  );
}

function Gap({ from, to, words }: { from: number; to: number; words: string }) {
  const middle = 164 + box.width / 2;
  return (
    <g>
      <path className="merkle-line main dashed" d={`M${middle} ${from} V${to}`} />
      <text className="merkle-note" x={middle + 10} y={(from + to) / 2 + 4}>{words}</text>
    </g>
  );
}

function Hash({ x, y, words, hash, tone }: { x: number; y: number; words: string; hash: Uint8Array; tone: string }) {
  const hex = toHex(hash);
  return (
    <g className={`merkle-box ${tone}`}>
      <rect x={x} y={y} width={box.width} height={box.height} rx="6" />
      <text x={x + box.width / 2} y={y + (words ? 15 : 22)} textAnchor="middle" className={words ? 'merkle-words' : 'merkle-hash'}>{words || `${hex.slice(0, 14)}…`}</text>
      {words ? <text x={x + box.width / 2} y={y + 29} textAnchor="middle" className="merkle-hash">{hex.slice(0, 14)}…</text> : null}
      <title>{hex}</title>
    </g>
  );
}

function shorten(steps: PathStep[]): Drawn[] {
  const rows: Drawn[] = steps.map((step, level) => ({ kind: 'step', level, step }));
  if (rows.length <= 2 * shownAtEnds + 1) return rows;
  return [...rows.slice(0, shownAtEnds), { kind: 'gap', count: rows.length - 2 * shownAtEnds }, ...rows.slice(-shownAtEnds)];
}
