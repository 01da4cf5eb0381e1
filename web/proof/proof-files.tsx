import { useState } from 'react';
import { api } from '../api/client.ts';
import type { LeafReport } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import type { LeafCheck } from './check-leaf.ts';

/** The very bytes that were checked, to keep; and the commands that repeat the check elsewhere. */
export function ProofFiles({ report, check }: { report: LeafReport; check: LeafCheck }) {
  const { t } = useTexts();
  const lotId = check.entry.body.lotId;
  const name = `leaf-${check.proof.index}`;
  return (
    <>
      <ul className="file-links">
        {report.entryBytes ? <li><SaveButton name={`${name}.json`} content={report.entryBytes} mime="application/json">{t.proof.downloadEntry}</SaveButton></li> : null}
        {report.proofText ? <li><SaveButton name={`${name}.tlog-proof`} content={report.proofText} mime="text/plain">{t.proof.downloadProof}</SaveButton></li> : null}
        {lotId ? <li><a href={`${api}/lots/${encodeURIComponent(lotId)}/evidence`} download={`evidence-${lotId}.json`}>{t.proof.downloadEvidence}</a></li> : null}
      </ul>
      <p className="small">{t.proof.commandLead}</p>
      {lotId ? <Command text={`qinglan verify evidence-${lotId}.json --policy POLICY`} /> : null}
      <Command text={`(printf '\\000'; cat ${name}.json) | sha256sum`} />
    </>
  );
}

export function Command({ text }: { text: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  return (
    <div className="command">
      <code>{text}</code>
      <button type="button" className="link-button small" onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false));
      }}>{copied ? t.proof.copied : t.proof.copy}</button>
    </div>
  );
}

/** Hands the bytes over as a file; nothing is fetched a second time, so what is kept is what was checked. */
function save(name: string, content: Uint8Array | string, mime: string): void {
  const address = URL.createObjectURL(new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function SaveButton({ name, content, mime, children }: { name: string; content: Uint8Array | string; mime: string; children: string }) {
  return <button type="button" className="link-button" onClick={() => save(name, content, mime)}>{children}</button>;
}
