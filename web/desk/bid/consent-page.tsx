import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { consentFacts } from '../../../src/contracts/consortium-consent.ts';
import { lotQuery, platformQuery } from '../../api/reads.ts';
import { queryClient } from '../../api/query-client.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import type { Session } from '../../session/session.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, usePageTitle } from '../../texts/index.tsx';
import { FileInput } from '../../ui/file-input.tsx';
import { hashFile } from '../../verify/hash-file.ts';
import { Placeholder } from '../../ui/states.tsx';
import { saveText } from '../csv.ts';
import { SignedIn } from '../signed-in.tsx';
import { markOf, readPaper, type ConsentPaper, type TermsPaper } from './consortium-terms.ts';
import { lotTitle } from '../../ui/lot-title.ts';
import '../desk.css';
import '../../form/form.css';
import './bid.css';

const route = getRouteApi('/desk/lots/$lotId/consent');

/** A member of a consortium reads the terms the lead sent, and signs exactly them. Nothing goes to the platform from here. */
export function ConsentPage() {
  return <SignedIn>{(session) => <Page session={session} />}</SignedIn>;
}

function Page({ session }: { session: Session }) {
  const t = useBundle(bidderTexts).consent;
  const { signIn: words, desk } = useBundle(deskTexts);
  const { lotId } = route.useParams();
  const { data: lot } = useQuery(lotQuery(lotId));
  const id = useId();
  const [text, setText] = useState('');
  usePageTitle(t.title);
  const paper = readPaper(text, lotId);
  const entityId = session.me.entity?.id ?? '';
  const own = paper?.v === 'qinglan-consortium-terms-1' ? paper.terms.members.find((one) => one.entityId === entityId) : undefined;
  return (
    <div className="page desk">
      <nav className="crumbs small no-print"><Link to="/desk">{desk.title}</Link><span aria-hidden="true">/</span><Link to="/desk/lots/$lotId" params={{ lotId }}>{lot?.lotCode ?? lotId}</Link></nav>
      <h1>{t.title}</h1>
      {lot ? <p>{lotTitle(lot)}</p> : null}
      <section className="sheet">
        <p>{t.terms}</p>
        <p><label className={paper ? 'button' : 'button primary'} htmlFor={`${id}f`}>{t.termsFile}</label><input id={`${id}f`} className="visually-hidden" type="file" accept=".json,application/json" onChange={(e) => { const [file] = e.target.files ?? []; e.target.value = ''; if (file) void file.text().then(setText); }} /></p>
        <details><summary className="small">{t.asText}</summary><textarea id={id} className="input" rows={4} aria-label={t.termsText} value={text} onChange={(e) => { setText(e.target.value); }} /></details>
        {text.trim() !== '' && paper?.v !== 'qinglan-consortium-terms-1' ? <p className="danger-text" role="alert">{t.noTerms}</p> : null}
      </section>
      {paper?.v === 'qinglan-consortium-terms-1' ? (
        own && session.identity ? <Terms key={text} paper={paper} identity={session.identity} entityId={entityId} name={session.me.entity?.name ?? ''} /> : <Placeholder title={own ? words.locked : t.notAMember} />
      ) : null}
    </div>
  );
}

function Terms({ paper, identity, entityId, name }: { paper: TermsPaper; identity: KeptIdentity; entityId: string; name: string }) {
  const t = useBundle(bidderTexts).consent;
  const { consortium: c, joint } = useBundle(bidderTexts);
  const id = useId();
  const [same, setSame] = useState<boolean | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const { terms } = paper;
  const check = async (file: File) => { setSame((await hashFile(file, () => undefined, new AbortController().signal)) === terms.agreementFile); };
  const sign = async () => {
    const [{ signAct }, { deployment }] = await Promise.all([import('../../../src/seal/signatures.ts'), queryClient.ensureQueryData(platformQuery)]);
    const consent = await signAct(consentFacts(deployment, paper.lotId, paper.leadId, terms), identity.sign.certificate, identity.sign.privateKey);
    setCode(JSON.stringify({ v: 'qinglan-consortium-consent-1', lotId: paper.lotId, entityId, for: markOf(terms), consent } satisfies ConsentPaper));
  };
  const rows = [{ entityId: paper.leadId, ...terms.lead }, ...terms.members];
  return (
    <section className="sheet" aria-labelledby="consent-terms">
      <h2 id="consent-terms">{t.what}</h2>
      <div className="table-scroll"><table className="priced"><thead><tr><th scope="col">{t.who}</th><th scope="col" className="num">{c.share}</th><th scope="col">{c.work}</th></tr></thead>
        <tbody>{rows.map((row, i) => <tr key={row.entityId}><th scope="row">{i === 0 ? joint.lead(paper.leadName) : row.entityId === entityId ? t.self(name) : paper.names[row.entityId] ?? row.entityId}</th><td className="num">{row.sharePercent}%</td><td>{row.work}</td></tr>)}</tbody></table></div>
      <div className="field"><label htmlFor={id}>{t.agreement(paper.agreementName)}</label><p className="field-hint">{t.agreementHint}</p>
        <FileInput id={id} onChange={(e) => { const [file] = e.target.files ?? []; if (file) void check(file); }} />
        {same === null ? null : <p role={same ? 'status' : 'alert'} className={same ? '' : 'danger-text'}>{same ? t.same : t.different}</p>}
        <p className="small muted">SHA-256 <code className="long-code">{terms.agreementFile}</code></p></div>
      <p className="notes">{t.consequence}</p>
      <p className="form-foot"><button type="button" className="button primary" disabled={same !== true} onClick={() => void sign()}>{t.sign}</button></p>
      {code ? (
        <div className="done" role="status">
          <p><strong>{t.signed}</strong> {t.handBack(paper.leadName)}</p>
          <p className="form-foot"><button type="button" className="button primary" onClick={() => { saveText(`consent-${entityId.slice(0, 8)}.json`, code); }}>{t.save}</button></p>
          <details><summary className="small">{t.codeText}</summary><textarea className="input" rows={4} readOnly aria-label={t.code} value={code} /><p><button type="button" className="link-button" onClick={() => void navigator.clipboard.writeText(code)}>{t.copy}</button></p></details>
        </div>
      ) : null}
    </section>
  );
}
