// 资格预审申请: the file, and who applies together. Members sign the terms on their own computers, as they do for a bid.
import { useEffect } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import { useDraft } from '../../form/drafts.ts';
import { FieldFrame, fieldId, SchemaField, type FieldProps } from '../../form/fields.tsx';
import { FileControl } from '../../form/file-control.tsx';
import { RootFields, type Root } from '../../form/root-fields.tsx';
import { formsTexts } from '../../texts/forms.ts';
import { inputName } from '../../texts/inputs.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { Consortium } from './consortium.tsx';
import { filedOf, type ConsortiumDraft } from './consortium-terms.ts';
import './bid.css';

export function ApplicationForm({ lot, leadId, keptAs, ...props }: FieldProps & { lot: LotRead; leadId: string; keptAs: string }) {
  const t = useBundle(formsTexts).apply;
  const { language, trade } = useTexts();
  return (
    <RootFields {...props} sections={[{ id: 'application', hint: <>{t.secret} {t.replaces}</>, fields: ['applicationFile', 'fileName', 'consortium'] }]} replace={{
      applicationFile: (one, root) => (
        <FieldFrame id={fieldId(one.path)} label={inputName('applicationFile', language, trade)} required wrong={one.wrong === one.path}>
          <FileControl id={fieldId(one.path)} className="input" aria-invalid={undefined} value={one.value} change={(file) => { root.set({ applicationFile: file?.sha256, ...(file ? { fileName: file.name } : {}) }); }} />
        </FieldFrame>
      ),
      // the name of the file that was chosen, unless another is wanted
      fileName: (one, root) => (root.value['applicationFile'] === undefined ? null : <SchemaField {...one} custom={undefined} />),
      consortium: (_one, root) => (lot.consortium === undefined ? null : <Together lot={lot} leadId={leadId} most={lot.consortium.maxMembers} root={root} keptAs={keptAs} />),
    }} />
  );
}

/** What is not complete yet is kept here; the form itself holds what can be filed, or an empty consortium that it says is missing. */
function Together({ lot, leadId, most, root, keptAs }: { lot: LotRead; leadId: string; most: number; root: Root; keptAs: string }) {
  const t = useBundle(formsTexts).apply;
  const draft = useDraft(`${keptAs}/consortium/${lot.lotId}`, null);
  const told = (draft.value ?? undefined) as ConsortiumDraft | undefined;
  const filed = told ? filedOf(told) : undefined;
  const wanted = told === undefined ? undefined : filed ?? {};
  const stands = JSON.stringify(root.value['consortium']) === JSON.stringify(wanted);
  useEffect(() => {
    if (!stands) root.set({ consortium: wanted });
  });
  return (
    <>
      <Consortium key={draft.restored ? 'restored' : 'fresh'} lot={lot} leadId={leadId} most={most} draft={told} change={(next) => { draft.change(next ?? null); }} />
      {told && !filed ? <p className="small danger-text" role="status">{t.incomplete}</p> : null}
    </>
  );
}
