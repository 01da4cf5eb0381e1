import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { actionsQuery } from '../../api/desk-reads.ts';
import { ApiProblem } from '../../api/client.ts';
import { platformQuery } from '../../api/reads.ts';
import { browserStore, type KeptIdentity } from '../../session/keyring.ts';
import { perform } from '../../session/perform.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { deskTexts } from '../../texts/desk.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import type { Terms } from './bid-form.tsx';
import { rehearse } from './rehearse.ts';

/** What sealing needs, as the documents told it; kept in this browser, and asked for anew when the documents are others. */
export function useTerms(identity: KeptIdentity, lotId: string): [Terms | null, (terms: Terms) => void] {
  const key = `${identity.id}/terms/${lotId}`;
  const [terms, setTerms] = useState<Terms | null>(null);
  const { data: actions } = useQuery(actionsQuery(lotId));
  const docId = actions?.items.find(({ id }) => id === 'doc-download')?.given['docId'];
  useEffect(() => {
    void browserStore().then((db) => db.get('draft', key)).then((kept) => { if (kept) setTerms((now) => now ?? kept.value as Terms); }).catch(() => undefined);
  }, [key]);
  const take = (got: Terms) => {
    setTerms(got);
    void browserStore().then((db) => db.put('draft', { key, value: got, savedAt: '' })).catch(() => undefined);
  };
  return [terms && (docId === undefined || terms.docId === docId) ? terms : null, take];
}

/** 招标文件获取 is itself an act: signed, and sealed until the deadline, so that nobody can count who takes part. */
export function GetDocuments({ lot, identity, got }: { lot: LotRead; identity: KeptIdentity; got: (terms: Terms) => void }) {
  const t = useBundle(deskTexts).bid;
  const b = useBundle(bidderTexts).read;
  const { said, t: words } = useTexts();
  const { data } = useQuery(actionsQuery(lot.lotId));
  const given = data?.items.find(({ id }) => id === 'doc-download')?.given;
  const busy = useRef(false);
  const [fault, setFault] = useState<string | null>(null);
  if (!given) return null;
  const get = async () => {
    if (busy.current) return;
    busy.current = true;
    setFault(null);
    try {
      got((await perform<Terms & Record<string, unknown>>(identity, { group: 'acts', id: 'doc-download', subject: lot.lotId, input: given })).result);
    } catch (error) {
      setFault(error instanceof ApiProblem && error.body ? said(error.body.detailZh, error.body.detailEn) : words.state.errorNetwork);
    } finally {
      busy.current = false;
    }
  };
  // what is public may be read before anybody signs for it
  return <><button type="button" className="button" onClick={() => void get()}>{t.documentsGet}</button>{lot.documents.length > 0 ? <p className="small wide"><Link to="/lots/$lotId" params={{ lotId: lot.lotId }} hash="documents">{b.readFirst}</Link></p> : null}{fault ? <p className="refused wide" role="alert">{fault}</p> : null}</>;
}

export function Rehearse({ lotId, entityId, identity, terms, done }: { lotId: string; entityId: string; identity: KeptIdentity; terms: Terms; done: (ok: boolean) => void }) {
  const t = useBundle(deskTexts).bid;
  const { data: platform } = useQuery(platformQuery);
  const run = async () => {
    if (!platform) return;
    const { fromBase64 } = await import('../../../src/seal/bytes.ts');
    const custody = terms.custodians.map(({ id, certificate }) => ({ id, certificate: fromBase64(certificate) ?? new Uint8Array() }));
    done(await rehearse(identity, { deployment: platform.deployment, lotId, bidderId: entityId, custody }).catch(() => false));
  };
  return <button type="button" className="button" onClick={() => void run()}>{t.rehearseRun}</button>;
}
