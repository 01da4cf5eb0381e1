import { paperOf, time, tradeFields, wordsOf, yuan, type Making, type Paper } from './paper.ts';

export interface CertificateFacts {
  typeZh: string; winner: string; awardFen: string; duration: string; issuedAt: string;
  /** how much the log held and its root then */
  ledgerSize: number; ledgerRoot: string;
  steps: { zh: string; at: string; index: number; hash: string }[];
}

/** 交易见证书: the steps of a trade and their places in the log. Its number, not a leaf, is what its code asks for. */
export function certificate(facts: CertificateFacts, making: Making): Paper {
  const words = wordsOf(making.trade);
  const paper = paperOf('certificate', [facts.typeZh, 'Witness certificate'], making, [
    { type: 'fields', rows: [...tradeFields(making.trade), [words.winner, facts.winner], [`${words.award}金额`, yuan(facts.awardFen)], ['工期', facts.duration], ['出具时间', time(facts.issuedAt)]] },
    { type: 'text', paragraphs: ['本平台见证账本记录了该项目的下列步骤。每一步都有当事人的签名和平台账本中的位置，任何人都可以不依赖本平台自行核对。本见证书免费出具，不需申请。'] },
    { type: 'table', heading: '见证的步骤', columns: [{ zh: '步骤', width: '1fr' }, { zh: '时间', width: '36mm' }, { zh: '账本序号', width: '20mm', right: true }, { zh: '存证摘要（SHA-256）', width: '74mm' }],
      rows: facts.steps.map((one) => [one.zh, time(one.at), String(one.index), one.hash]) },
    { type: 'fields', rows: [['账本', making.origin], ['出具时账本条数', String(facts.ledgerSize)], ['出具时账本根', facts.ledgerRoot]] },
  ]);
  return { ...paper, verifyUrl: `${making.verifyBase}/verify?certificate=${making.no}` };
}
