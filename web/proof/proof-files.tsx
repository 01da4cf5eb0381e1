import { useEffect, useMemo, useState } from 'react';
import { api } from '../api/client.ts';
import type { LeafReport } from '../api/reads.ts';
import { useTexts } from '../texts/index.tsx';
import type { LeafCheck } from './check-leaf.ts';

/** The very bytes that were checked, to keep; and the commands that repeat the check elsewhere. */
export function ProofFiles({ report, check }: { report: LeafReport; check: LeafCheck }) {
  const { t } = useTexts();
  const entry = useFileAddress(report.entryBytes, 'application/json');
  const proof = useFileAddress(report.proofText, 'text/plain');
  const lotId = check.entry.body.lotId;
  const name = `leaf-${check.proof.index}`;
  return (
    <>
      <ul className="file-links">
        {entry ? <li><a href={entry} download={`${name}.json`}>{t.proof.downloadEntry}</a></li> : null}
        {proof ? <li><a href={proof} download={`${name}.tlog-proof`}>{t.proof.downloadProof}</a></li> : null}
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

function useFileAddress(content: Uint8Array | string | null, mime: string): string | null {
  const blob = useMemo(() => (content === null ? null : new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type: mime })), [content, mime]);
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return address;
}
