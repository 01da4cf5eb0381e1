import { inTrade } from '../../kernel/trade-words.ts';
import { publishedWord } from '../../kernel/published-words.ts';
import { yuan, type Paper } from '../../documents/index.ts';
import { fenOf, type CaseLot } from '../../play/case-file.ts';
import type { ProjectPlay } from '../../play/stage.ts';
import { scopes } from './scopes.ts';

/** 招标文件 as an agency would hand it in: made by the people of the demo city, not by the platform. */
export function tenderDocument({ titleZh, category, tenderer, agency }: ProjectPlay, lot: CaseLot, about: { lotId: string; base: string; at: string }): Paper {
  const say = (text: string): string => inTrade(text, category, 'zh');
  const { overview = titleZh, work = [], duration = '按合同' } = scopes[titleZh] ?? {};
  const { method, priceMax, criteria = [] } = lot.evaluation;
  const ceiling = lot.ceilingYuan ?? lot.budgetYuan;
  return {
    kind: 'notice', title: `${titleZh}${say('招标文件')}`, titleEn: 'Tender documents', no: `${about.at.slice(0, 4)}-${about.lotId.slice(0, 8).toUpperCase()}`, issuer: agency.name, at: about.at,
    blocks: [
      { type: 'fields', rows: [['项目名称', titleZh], [say('招标人'), tenderer.name], ['代理机构', agency.name], ...(ceiling === undefined ? [] : [[category === 'engineering' ? '最高限价' : '预算金额', yuan(String(fenOf(ceiling)))] as [string, string]]), [category === 'engineering' ? '工期' : '交付', duration], ['质量', '合格']] },
      { type: 'text', heading: '一、项目概况', paragraphs: [overview] },
      { type: 'text', heading: say('二、投标人须知'), paragraphs: [
        '具有独立法人资格和承担本项目的能力；被列入失信被执行人名单的不得参加。', lot.consortium ? `接受联合体，成员不超过 ${lot.consortium.maxMembers} 家。` : '不接受联合体。',
        say('投标文件用投标人自己的加密证书在平台上加密递交，截止前可以补充、修改或者撤回。截止后，投标人须在开标时自行解密。'), say('投标截止、开标的时间和有效期以公告和平台发布的为准；有疑问的，在平台上提问，答复同时告知所有获取文件的人。'),
      ] },
      { type: 'table', heading: say(`三、评标办法：${publishedWord('evaluationMethod', method)?.zh ?? method}`), columns: [{ zh: '评分项', width: '1fr' }, { zh: '满分', width: '24mm', right: true }],
        rows: [['价格', String(priceMax ?? '—')], ...criteria.map((one): string[] => [one.zh, String(one.max)])] },
      { type: 'text', heading: '四、技术要求', paragraphs: work.map((line, i) => `${i + 1}. ${line}`) },
      { type: 'text', heading: '五、合同主要条款', paragraphs: ['预付款为合同价款的 10%；进度款按月支付至当月完成价款的 80%；竣工验收合格并结算后支付至 97%，余款为质量保证金。', '逾期的，每日按合同价款的万分之五支付违约金，累计不超过 5%。', '争议先协商；协商不成的，向项目所在地有管辖权的人民法院起诉。'] },
      { type: 'text', heading: say('六、投标文件的组成'), paragraphs: [say('投标函、报价表、资格证明材料、技术文件。报价表在平台上填写，随投标文件一并加密。')] },
    ],
    evidence: [], origin: '', verifyUrl: `${about.base}/lots/${about.lotId}`,
  };
}
