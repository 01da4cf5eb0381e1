// The file of an act made from what the platform knows: shown as it will stand, uploaded by one click; a signed paper may be taken instead.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LotRead } from '../../../src/contracts/reads.ts';
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import type { Block } from '../../../src/documents/index.ts';
import { questionsQuery } from '../../api/workroom-reads.ts';
import { FieldFrame, fieldId, type FieldProps } from '../../form/fields.tsx';
import { FileControl } from '../../form/file-control.tsx';
import type { Root } from '../../form/root-fields.tsx';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { tendererTexts } from '../../texts/tenderer.ts';
import { MakeFile } from './made-file.tsx';
import { documentPage } from './notice-page.ts';
import { draftOf } from './paper-drafts.ts';

interface Props { props: FieldProps; root: Root; act: string; lot: LotRead; room: WorkroomRead }

export function PaperField({ props, root, act, lot, room }: Props) {
  const { papers: t } = useBundle(tendererTexts);
  const { data } = useQuery({ ...questionsQuery(lot.lotId), enabled: act === 'doc-clarify' });
  const draft = useMemo(() => draftOf(act, { lot, room, values: root.value, questions: data?.items ?? [] }), [act, lot, room, root.value, data]);
  const { path, value, change, required, wrong } = props;
  const label = t.file[act] ?? t.preview;
  return (
    <section className="sheet form-section" aria-labelledby="paper">
      <h2 id="paper">{t.preview}</h2>
      <p className="field-hint">{t.lead}</p>
      {draft ? <article className="paper-draft" lang="zh-CN" tabIndex={0} aria-label={label}><h3>{draft.title}</h3>{draft.blocks.map((block, i) => <Shown key={String(i)} block={block} />)}</article> : null}
      <FieldFrame id={fieldId(path)} label={label} hint={t.hint} required={required} wrong={wrong === path}>
        {draft ? <MakeFile name={props.name} of={`${lot.lotId}/${act}`} root={root} words={t} page={documentPage(draft.title, draft.blocks)} {...(act === 'doc-clarify' ? { also: { fileName: `${draft.title}.html` } } : {})} /> : null}
        <FileControl id={fieldId(path)} className="input" aria-invalid={wrong === path || undefined} value={value} change={(file) => { change(file?.sha256); if (act === 'doc-clarify') root.set({ fileName: file?.name }); }} />
      </FieldFrame>
    </section>
  );
}

function Shown({ block }: { block: Block }) {
  const { t } = useTexts();
  if (block.type === 'fields') return <dl className="preview-items">{block.rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="pre-line">{value}</dd></div>)}</dl>;
  const heading = block.heading === undefined ? null : <h4>{block.heading}</h4>;
  if (block.type === 'text') return <>{heading}{block.paragraphs.map((one, i) => <p key={String(i)} className="pre-line">{one}</p>)}</>;
  return (
    <>{heading}
      <div className="scroll-x" tabIndex={0} role="group" aria-label={block.heading ?? t.lot.papers}><table className="plain-table">
        <thead><tr>{block.columns.map(({ zh, right }) => <th scope="col" key={zh} className={right ? 'num' : undefined}>{zh}</th>)}</tr></thead>
        <tbody>{block.rows.map((row, i) => <tr key={String(i)}>{row.map((cell, at) => <td key={String(at)} className={block.columns[at]?.right ? 'num' : 'pre-line'}>{cell}</td>)}</tr>)}</tbody>
      </table></div>
    </>
  );
}
