import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { consentFacts } from '../../../src/contracts/consortium-consent.ts';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { query, readJson } from '../../api/client.ts';
import { platformQuery } from '../../api/reads.ts';
import { queryClient } from '../../api/query-client.ts';
import { FileControl } from '../../form/file-control.tsx';
import { useSession } from '../../session/session.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle } from '../../texts/index.tsx';
import { deskTexts } from '../../texts/desk.ts';
import { saveText } from '../csv.ts';
import { markOf, readPaper, termsOf, type ConsentPaper, type ConsortiumDraft, type MemberDraft, type TermsPaper } from './consortium-terms.ts';

interface Props { lot: LotRead; leadId: string; most: number; draft: ConsortiumDraft | undefined; change: (draft: ConsortiumDraft | undefined) => void }

/** 联合体: who bids together, with what share of the work; every other member signs the same terms on its own computer. */
export function Consortium({ lot, leadId, most, draft, change }: Props) {
  const t = useBundle(bidderTexts).consortium;
  const id = useId();
  return (
    <fieldset className="consortium">
      <legend>{t.title}</legend>
      <label><input type="checkbox" checked={draft !== undefined} onChange={(e) => { change(e.target.checked ? { lead: {}, members: [{}] } : undefined); }} /> {t.together(most)}</label>
      {draft ? (
        <>
          <div className="field"><label htmlFor={id}>{t.agreement}</label>
            <FileControl id={id} className="input" aria-invalid={undefined} value={draft.agreement} change={(file) => { change({ ...draft, agreement: file ? { sha256: file.sha256, name: file.name } : undefined }); }} /></div>
          <Part legend={t.lead} share={draft.lead.sharePercent} work={draft.lead.work} change={(patch) => { change({ ...draft, lead: { ...draft.lead, ...patch } }); }} />
          {draft.members.map((member, i) => <Member key={i} no={i + 1} member={member} taken={[leadId, ...draft.members.flatMap(({ entityId }) => entityId ?? [])]} signed={isSigned(draft, member)} change={(patch) => { change({ ...draft, members: draft.members.map((one, n) => (n === i ? { ...one, ...patch } : one)) }); }} remove={draft.members.length > 1 ? () => { change({ ...draft, members: draft.members.filter((_, n) => n !== i) }); } : null} />)}
          {draft.members.length < most - 1 ? <button type="button" className="button" onClick={() => { change({ ...draft, members: [...draft.members, {}] }); }}>{t.addMember}</button> : null}
          <ShareSum draft={draft} />
          <Exchange lot={lot} leadId={leadId} draft={draft} change={change} />
        </>
      ) : null}
    </fieldset>
  );
}

function isSigned(draft: ConsortiumDraft, { consent }: MemberDraft): boolean {
  const terms = termsOf(draft);
  return terms !== null && consent?.for === markOf(terms);
}

function Part({ legend, share, work, change }: { legend: string; share: string | undefined; work: string | undefined; change: (patch: { sharePercent?: string; work?: string }) => void }) {
  const t = useBundle(bidderTexts).consortium;
  const id = useId();
  return (
    <div className="consortium-part">
      <p><strong>{legend}</strong></p>
      <div className="field"><label htmlFor={`${id}s`}>{t.share}</label><div className="with-unit"><input id={`${id}s`} className="input" inputMode="decimal" value={share ?? ''} onChange={(e) => { change({ sharePercent: e.target.value.trim() }); }} /><span>%</span></div></div>
      <div className="field"><label htmlFor={`${id}w`}>{t.work}</label><input id={`${id}w`} className="input" maxLength={400} value={work ?? ''} onChange={(e) => { change({ work: e.target.value }); }} /></div>
    </div>
  );
}

/** What the shares make, said while one types. */
function ShareSum({ draft }: { draft: ConsortiumDraft }) {
  const t = useBundle(bidderTexts).consortium;
  const sum = [draft.lead, ...draft.members].reduce((total, { sharePercent }) => total + Math.round(Number(sharePercent ?? 0) * 100 || 0), 0);
  return sum === 0 ? null : <p role="status" className={sum === 10_000 ? 'small jade-text' : 'small danger-text'}>{t.sum(String(sum / 100))}{sum === 10_000 ? '' : ` · ${t.sumMust}`}</p>;
}

interface Entity { entityId: string; uscc: string; name: string }

function Member({ no, member, taken, signed, change, remove }: { no: number; member: MemberDraft; /** who is in it already, the lead first */ taken: readonly string[]; signed: boolean; change: (patch: MemberDraft) => void; remove: (() => void) | null }) {
  const t = useBundle(bidderTexts).consortium;
  const { act } = useBundle(deskTexts);
  const id = useId();
  const [typed, setTyped] = useState('');
  const { data } = useQuery({ queryKey: ['entities', 'bidder', typed], queryFn: () => readJson<{ items: Entity[] }>(`/entities${query({ role: 'bidder', q: typed, limit: 50 })}`), staleTime: 60_000 });
  const items = (data?.items ?? []).filter(({ entityId }) => entityId === member.entityId || !taken.includes(entityId));
  return (
    <div className="consortium-member">
      <div className="field"><label htmlFor={id}>{t.member(no)}</label>
        <input className="input" type="search" aria-label={act.findEntity} placeholder={act.findEntity} value={typed} onChange={(e) => { setTyped(e.target.value); }} />
        <select id={id} className="input" value={member.entityId ?? ''} onChange={(e) => { const name = items.find(({ entityId }) => entityId === e.target.value)?.name; change({ entityId: e.target.value, ...(name ? { name } : {}) }); }}>
          <option value="">{act.choose}</option>
          {member.entityId && !items.some(({ entityId }) => entityId === member.entityId) ? <option value={member.entityId}>{member.name ?? member.entityId}</option> : null}
          {items.map((item) => <option key={item.entityId} value={item.entityId}>{item.name} {item.uscc}</option>)}
        </select>
      </div>
      <Part legend={member.name ?? t.member(no)} share={member.sharePercent} work={member.work} change={change} />
      <p><span className={`tag ${signed ? 'jade' : 'ochre'}`}>{signed ? t.signed : member.consent ? t.outdated : t.unsigned}</span> {remove ? <button type="button" className="link-button" onClick={remove}>{act.remove}</button> : null}</p>
    </div>
  );
}

/** Terms out to the members, their signatures in: by file or by copy and paste, each checked here before it counts. */
function Exchange({ lot, leadId, draft, change }: { lot: LotRead; leadId: string; draft: ConsortiumDraft; change: (draft: ConsortiumDraft) => void }) {
  const t = useBundle(bidderTexts).consortium;
  const session = useSession();
  const id = useId();
  const [pasted, setPasted] = useState('');
  const [told, setTold] = useState<{ ok: boolean; text: string } | null>(null);
  const terms = termsOf(draft);
  if (!terms) return <p className="notes">{t.incomplete}</p>;
  const paper: TermsPaper = { v: 'qinglan-consortium-terms-1', lotId: lot.lotId, leadId, leadName: session?.me.entity?.name ?? '', agreementName: draft.agreement?.name ?? '', terms, names: Object.fromEntries(draft.members.map(({ entityId = '', name = '' }) => [entityId, name])) };
  const text = JSON.stringify(paper);
  const take = async (given: string) => {
    const read = readPaper(given, lot.lotId);
    const at = read?.v === 'qinglan-consortium-consent-1' ? draft.members.findIndex(({ entityId }) => entityId === read.entityId) : -1;
    if (read?.v !== 'qinglan-consortium-consent-1' || at < 0) { setTold({ ok: false, text: t.noConsent }); return; }
    if (read.for !== markOf(terms) || !(await holds(read, paper))) { setTold({ ok: false, text: t.otherTerms }); return; }
    change({ ...draft, members: draft.members.map((one, i) => (i === at ? { ...one, consent: { ...read.consent, for: read.for } } : one)) });
    setPasted('');
    setTold({ ok: true, text: t.taken(draft.members[at]?.name ?? '') });
  };
  return (
    <div className="consortium-exchange">
      <p>{t.how}</p>
      <p className="form-foot"><button type="button" className="button" onClick={() => { saveText(`${lot.lotCode}-terms.json`, text); }}>{t.saveTerms}</button><button type="button" className="link-button" onClick={() => { void navigator.clipboard.writeText(text).then(() => { setTold({ ok: true, text: t.copied }); }); }}>{t.copyTerms}</button></p>
      <p className="form-foot"><span>{t.paste}</span> <label className="button" htmlFor={`${id}f`}>{t.takeFile}</label><input id={`${id}f`} className="visually-hidden" type="file" accept=".json,application/json" onChange={(e) => { const [file] = e.target.files ?? []; e.target.value = ''; if (file) void file.text().then(take); }} /></p>
      <details><summary className="small">{t.asText}</summary>
        <textarea id={id} className="input" rows={3} aria-label={t.pasteText} value={pasted} onChange={(e) => { setPasted(e.target.value); }} />
        <p className="form-foot"><button type="button" className="button" disabled={pasted.trim() === ''} onClick={() => void take(pasted)}>{t.take}</button></p></details>
      {told ? <p role={told.ok ? 'status' : 'alert'} className={told.ok ? 'small' : 'danger-text small'}>{told.text}</p> : null}
    </div>
  );
}

/** Whether the signature is one over these terms; whose certificate it is, is for the platform to say. */
async function holds({ consent }: ConsentPaper, { lotId, leadId, terms }: TermsPaper): Promise<boolean> {
  const [{ verifyActSignature }, { deployment }] = await Promise.all([import('../../../src/seal/signatures.ts'), queryClient.ensureQueryData(platformQuery)]);
  return verifyActSignature(consent, consentFacts(deployment, lotId, leadId, terms)).then(() => true, () => false);
}
