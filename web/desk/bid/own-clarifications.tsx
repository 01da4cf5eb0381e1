import { useQuery } from '@tanstack/react-query';
import type { OwnClarificationsRead } from '../../../src/contracts/reads.ts';
import { ownClarificationsQuery } from '../../api/bidder-reads.ts';
import { useDraft } from '../../form/drafts.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle } from '../../texts/index.tsx';
import { useNow } from '../../ui/clock.ts';
import { Countdown, When } from '../../ui/pieces.tsx';
import { useAct } from './use-act.ts';

type Question = OwnClarificationsRead['items'][number];

/** 评审澄清: what the committee asked of one's own bid, until when, and the answer. */
export function OwnClarifications({ lotId, identity }: { lotId: string; identity: KeptIdentity | null }) {
  const t = useBundle(bidderTexts).talks;
  const { data } = useQuery(ownClarificationsQuery(lotId));
  if (!data) return null;
  return (
    <section className="sheet" aria-labelledby="own-questions">
      <h2 id="own-questions">{t.questions}</h2>
      {data.items.length === 0 ? <p className="muted">{t.noQuestions}</p> : <ul className="own-questions">{data.items.map((one) => <Asked key={one.questionSeq} lotId={lotId} one={one} identity={identity} />)}</ul>}
    </section>
  );
}

function Asked({ lotId, one, identity }: { lotId: string; one: Question; identity: KeptIdentity | null }) {
  const t = useBundle(bidderTexts).talks;
  const open = useNow() < Date.parse(one.dueAt) && one.answeredAt === undefined;
  return (
    <li data-question={one.questionSeq}>
      <p className="pre-line"><strong>{one.question}</strong></p>
      <p className="small muted"><When at={one.askedAt} /> · {t.due} <When at={one.dueAt} /> {open ? <>· <Countdown until={one.dueAt} /></> : null}</p>
      {one.answeredAt ? <p><span className="tag jade">{t.answered}</span> <When at={one.answeredAt} /></p> : open ? null : <p className="danger-text">{t.late}</p>}
      {one.answer ? <p className="pre-line">{one.answer}</p> : null}
      {open && identity ? <AnswerForm lotId={lotId} one={one} identity={identity} /> : null}
    </li>
  );
}

interface Typed { answer?: string; kept?: boolean }
const nothing: Typed = {};

function AnswerForm({ lotId, one, identity }: { lotId: string; one: Question; identity: KeptIdentity }) {
  const t = useBundle(bidderTexts).talks;
  const draft = useDraft(`${identity.id}/evl-clarify/${lotId}/${one.questionSeq}`, nothing);
  const typed = draft.value as Typed;
  const { act, sending, fault } = useAct(identity);
  const answer = (typed.answer ?? '').trim();
  const ready = answer !== '' && typed.kept === true;
  const send = async () => {
    if (ready && await act({ group: 'acts', id: 'evl-clarify', subject: lotId, input: { action: 'answer', bidId: one.bidId, questionSeq: one.questionSeq, answer, essentialsKept: true } })) draft.clear();
  };
  return (
    <form className="answer-form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <div className="field"><label htmlFor={`answer-${one.questionSeq}`}>{t.answer}</label><p className="field-hint">{t.answerHint}</p>
        <textarea id={`answer-${one.questionSeq}`} className="input" rows={5} maxLength={4000} value={typed.answer ?? ''} onChange={(e) => { draft.change({ ...typed, answer: e.target.value }); }} /></div>
      <label><input type="checkbox" checked={typed.kept ?? false} onChange={(e) => { draft.change({ ...typed, kept: e.target.checked }); }} /> {t.kept}</label>
      {fault ? <p className="refused" role="alert">{fault}</p> : null}
      <p className="form-foot"><button type="submit" className="button primary" disabled={!ready || sending}>{sending ? t.sending : t.sendAnswer}</button></p>
    </form>
  );
}
