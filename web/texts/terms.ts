// Terms of the law that not everybody knows, each with its meaning in one sentence and its article. Chinese, English.
export interface Term { zh: string; en: string; meansZh: string; meansEn: string; basis: string }

export const terms: readonly Term[] = [
  { zh: '投标有效期', en: 'bid validity', meansZh: '从投标截止起，投标人受其投标约束的时间。', meansEn: 'The time from the bid deadline in which a bidder is bound by its bid.', basis: '招标投标法实施条例 第25条' },
  { zh: '资格预审', en: 'prequalification', meansZh: '发出招标文件前先审查申请人的资格，通过者才能投标。', meansEn: 'Applicants are examined before the documents go out; only who passes may bid.', basis: '招标投标法实施条例 第15条' },
  { zh: '联合体', en: 'consortium', meansZh: '两个以上单位以一个投标人的身份共同投标，对中标项目承担连带责任。', meansEn: 'Several organisations that bid as one and answer jointly for the contract.', basis: '招标投标法 第31条' },
  { zh: '最高限价', en: 'ceiling price', meansZh: '招标人公布的价格上限，高于它的投标会被否决。', meansEn: 'The highest price the tenderer published; a bid above it is rejected.', basis: '招标投标法实施条例 第27条' },
  { zh: '投标保证金', en: 'bid deposit', meansZh: '投标人对其投标的担保，不超过估算价的法定比例。', meansEn: 'What secures a bid; the law caps its share of the estimate.', basis: '招标投标法实施条例 第26条' },
  { zh: '履约保证金', en: 'performance bond', meansZh: '中标人对履行合同的担保，不超过合同金额的 10%。', meansEn: 'What secures the contract: at most 10 per cent of its sum.', basis: '招标投标法实施条例 第58条' },
  { zh: '中标候选人', en: 'candidate', meansZh: '评标委员会推荐、公示后由招标人从中确定中标人的投标人，不超过三名。', meansEn: 'A bidder the committee recommends; after publication the winner is chosen among at most three.', basis: '招标投标法实施条例 第53、54条' },
  { zh: '唱标', en: 'announcement of bids', meansZh: '开标时当众宣读投标人名称、投标价格和其他主要内容。', meansEn: 'Names, prices and main terms are read out at the opening.', basis: '招标投标法 第36条' },
  { zh: '澄清', en: 'clarification', meansZh: '对招标文件的说明或修改，可能影响投标文件编制的须提前法定天数发出。', meansEn: 'An explanation or change of the documents; one that bears on bids must come days ahead.', basis: '招标投标法实施条例 第21条' },
  { zh: '回避', en: 'recusal', meansZh: '与投标人有利害关系的人不得进入评标委员会。', meansEn: 'Whoever has an interest in a bidder must not sit on the committee.', basis: '招标投标法 第37条' },
  { zh: '公平竞争审查', en: 'fair competition review', meansZh: '发布前审查文件有没有排斥、限制竞争的内容。', meansEn: 'The documents are examined for anything that excludes or restricts competition.', basis: '公平竞争审查条例' },
  { zh: '加盐摘要', en: 'salted digest', meansZh: '把内容和一段随机数一起计算的指纹：可以事后证明内容没有改过，但不能由它猜出内容。', meansEn: 'A fingerprint of the content with a random number: it proves later that nothing changed, and tells nothing now.', basis: '' },
];

export type Piece = string | Term;

/** A text cut where a term stands in it; each term once, the longest first. */
export function explained(text: string, language: 'zh' | 'en'): Piece[] {
  const known = terms.toSorted((a, b) => b[language].length - a[language].length);
  const used = new Set<Term>();
  let pieces: Piece[] = [text];
  for (const term of known) {
    pieces = pieces.flatMap((piece): Piece[] => {
      if (typeof piece !== 'string' || used.has(term)) return [piece];
      const at = piece.toLowerCase().indexOf(term[language].toLowerCase());
      if (at < 0) return [piece];
      used.add(term);
      return [piece.slice(0, at), { ...term, [language]: piece.slice(at, at + term[language].length) }, piece.slice(at + term[language].length)].filter((one) => one !== '');
    });
  }
  return pieces;
}
