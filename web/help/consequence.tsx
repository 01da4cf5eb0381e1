// Beside every form: what becomes public and when, the rules it is judged by with limits and articles, and what happens next.
import { useQuery } from '@tanstack/react-query';
import type { ContractRead } from '../../src/contracts/desk.ts';
import type { LimitHelp } from '../../src/contracts/help.ts';
import { lotQuery } from '../api/reads.ts';
import { limitsFor, rulesFor } from './limits.ts';
import { halted } from '../lot/halted.ts';
import { fieldName } from '../texts/fields.ts';
import { deskTexts } from '../texts/desk.ts';
import { useBundle, useTexts } from '../texts/index.tsx';
import { shellTexts } from '../texts/shell.ts';
import { inputName, valueName } from '../texts/inputs.ts';
import { isOfMethod } from '../../src/contracts/next-steps.ts';
import { Explain } from './explain.tsx';
import { lawName } from '../texts/law-names.ts';

export function Consequence({ contract, lotId }: { contract: ContractRead; lotId: string | undefined }) {
  const t = useBundle(deskTexts).act;
  const { language, said, trade } = useTexts();
  const { data: lot } = useQuery({ ...lotQuery(lotId ?? ''), enabled: lotId !== undefined });
  const list = (names: readonly string[]) => names.map((name) => fieldName(name, language, trade, contract.id) ?? name).join(language === 'zh' ? '、' : ', ');
  const rows: [string, string][] = [
    [t.publicAt[contract.publicFrom?.id ?? 'immediate'] ?? said(contract.publicFrom?.zh, contract.publicFrom?.en), list(contract.publicFields)], [t.salted, list(contract.saltedFields)], [t.hashed, list(contract.hashedFields)],
  ];
  const shown = rows.filter(([, names]) => names !== '');
  const rules = rulesFor(contract.rules, lot);
  if (shown.length === 0 && rules.length === 0 && waysOf(contract, lot).length === 0) return null;
  return (
    <details className="consequence" open>
      <summary>{t.what}</summary>
      <dl>{shown.map(([what, names]) => <div key={what}><dt>{what}</dt><dd>{names}</dd></div>)}</dl>
      <Next contract={contract} lot={lot} />
      {rules.length > 0 ? <><h3>{t.rules}</h3><ul>{rules.map((rule) => (
        <li key={rule.id}><Explain text={said(rule.zh, rule.en)} /> <span className="muted small" title={rule.id}>{rule.kind === 'hard' ? t.hard : t.soft}</span>
          <Limits limits={limitsFor(rule.limits, lot)} />
        </li>
      ))}</ul></> : null}
    </details>
  );
}

function Limits({ limits }: { limits: readonly LimitHelp[] }) {
  const t = useBundle(shellTexts).help;
  const { said, language } = useTexts();
  if (limits.length === 0) return null;
  return (
    <ul className="limits" aria-label={t.limits}>
      {limits.map((limit) => <li key={limit.id}>{said(limit.zh, limit.en)}{' '}{limit.value === null ? null : <strong>{t.value[limit.op] ?? limit.op} {amountOf(limit)} {t.units[limit.unit] ?? ''}</strong>}{' '}<span className="muted">{t.basis} {limit.basis === null ? t.platform : lawName(limit.basis, language)}</span></li>)}
    </ul>
  );
}

interface Stood { stage: string; category: string; kind: string }

const shownNext = 4;

type Way = ContractRead['after'][number];

function waysOf(contract: ContractRead, lot: Stood | undefined): ContractRead['after'] {
  return contract.after.filter(({ machine, from }) => lot && (from === lot.stage || (from === '*' && !halted(lot.stage))) && machine === (lot.category === 'gov-procurement' ? 'gp-lot' : 'tender-lot'));
}

function Next({ contract, lot }: { contract: ContractRead; lot: Stood | undefined }) {
  const t = useBundle(shellTexts).help;
  const { t: words, said, language, trade } = useTexts();
  const ways = waysOf(contract, lot);
  if (ways.length === 0) return null;
  const { properties = {} } = contract.input as { properties?: Record<string, unknown> };
  // several ways are told apart by the field that decides
  const decider = ({ when }: Way) => (when && when.field in properties && ways.length > 1 ? `${inputName(when.field, language, trade)} ${valueName(when.value, language, trade)}${words.unit.colon}` : '');
  const then = (next: Way['next']) => next.filter(({ id }) => lot !== undefined && isOfMethod(id, lot)).slice(0, shownNext);
  return (
    <div><dl><div><dt>{t.next}</dt>
      {ways.map((way) => ({ ...way, next: then(way.next), decides: decider(way) })).map(({ to, toZh, from, next, decides }) => (
        <dd key={to}>{decides}{to === '$previous' ? t.nextPrevious : (to === from ? t.nextSame : t.nextState)(said(toZh, words.states[to]))}{next.length > 0 ? <>{t.joint}{t.nextWho} {next.map(({ zh, en, actor }) => [words.roles[actor], said(zh, en)].filter((part) => part !== undefined).join(words.unit.colon)).join(language === 'zh' ? '；' : '; ')}</> : null}</dd>
      ))}
    </div></dl></div>
  );
}

function amountOf({ value, unit }: LimitHelp): string {
  if (unit === 'ratio' && typeof value === 'number') return `${Number((value * 100).toFixed(4))}%`;
  return unit === 'yuan' ? Number(value).toLocaleString('en-US') : String(value);
}
