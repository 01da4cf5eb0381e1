import type { CaseBid, CaseLot, Category } from '../../play/case-file.ts';
import { companies } from './posts.ts';

/** A trade of the demo city: when it begins, how far it goes. Everything in it is made up. */
export interface SampleTrade {
  category: Category; titleZh: string; wave: 'procurement' | 'first' | 'recent' | 'open' | 'intake';
  until: 'submitted' | 'accepted' | 'applying' | 'bidding' | 'failed' | 'evaluated' | 'publicity' | 'awarded' | 'contracted' | 'closed';
  /** minutes from the present to the deadline, where the sample wants one of its own */
  opensIn?: number;
  tenderer: number; agency: number; lot: CaseLot;
}

const minutesADay = 1_440;
const bidders = companies.filter((company) => company.role === 'bidder').map((company) => company.name);

export function sampleTrades(): SampleTrade[] {
  return [
    works('滨河公园步道改造工程', { wave: 'first', until: 'closed', base: 4_800_000, bids: 5, place: 1 }),
    works('老城区雨水管网修复工程', { wave: 'first', until: 'failed', base: 2_600_000, bids: 2, place: 2 }),
    purchase('学校多媒体教室设备采购', { wave: 'procurement', until: 'closed', base: 900_000, bids: 4, place: 3 }),
    purchase('社区卫生服务中心检验设备采购', { wave: 'procurement', until: 'awarded', base: 1_500_000, bids: 3, place: 4 }),
    works('文化馆屋面维修工程', { wave: 'first', until: 'contracted', base: 3_200_000, bids: 4, place: 5 }),
    works('城西小学操场改造工程', { wave: 'recent', until: 'evaluated', base: 1_900_000, bids: 3, place: 6 }),
    works('公交首末站充电设施工程', { wave: 'recent', until: 'publicity', base: 5_600_000, bids: 6, place: 7 }),
    works('市民广场照明工程', { wave: 'open', until: 'bidding', opensIn: 45, base: 2_200_000, bids: 4, place: 8 }),
    works('北环路人行天桥工程', { wave: 'open', until: 'bidding', opensIn: 9 * minutesADay, base: 12_500_000, bids: 3, place: 9 }),
    works('污水处理站提标改造工程', { wave: 'open', until: 'bidding', opensIn: 16 * minutesADay, base: 18_000_000, bids: 0, place: 10 }),
    prequalified(works('跨江大桥主桥施工', { wave: 'open', until: 'applying', opensIn: 6 * minutesADay, base: 46_000_000, bids: 0, place: 14 }), 3),
    works('体育中心看台修缮工程', { wave: 'intake', until: 'submitted', base: 7_400_000, bids: 0, place: 11 }),
    works('街心公园新建工程', { wave: 'intake', until: 'accepted', base: 3_900_000, bids: 0, place: 12 }),
    purchase('政务云平台运维服务采购', { wave: 'intake', until: 'submitted', base: 2_800_000, bids: 0, place: 13 }),
  ];
}

type Outline = Pick<SampleTrade, 'wave' | 'until' | 'opensIn'> & { base: number; bids: number; place: number };

function works(titleZh: string, outline: Outline): SampleTrade {
  return sample('engineering', titleZh, outline, {
    estimateYuan: yuan(outline.base), ceilingYuan: yuan(outline.base),
    evaluation: {
      method: 'comprehensive', benchmark: 'bm-mean', benchmarkBase: 'valid', priceFormula: 'ps-deviation', priceMax: 60,
      criteria: [{ id: 'technical', zh: '施工组织设计', max: 30, subjective: true }, { id: 'credit', zh: '企业信用', max: 10, subjective: false }],
    },
  });
}

/** Those who want to bid apply first; so many have. */
function prequalified(trade: SampleTrade, applicants: number): SampleTrade {
  const names = Array.from({ length: applicants }, (_, i) => bidders[i] ?? '');
  return { ...trade, lot: { ...trade.lot, consortium: { maxMembers: 2 }, prequalification: { method: 'limited', limit: 7, applicants: names.map((applicant) => ({ applicant })) } } };
}

function purchase(titleZh: string, outline: Outline): SampleTrade {
  return sample('gov-procurement', titleZh, outline, {
    budgetYuan: yuan(outline.base),
    evaluation: {
      method: 'gp-comprehensive', priceMax: 40, smeDeduction: 0.1,
      criteria: [{ id: 'technical', zh: '技术部分', max: 40, subjective: true }, { id: 'service', zh: '服务部分', max: 20, subjective: true }],
    },
  });
}

function sample(category: Category, titleZh: string, { base, bids, place, ...when }: Outline, terms: Pick<CaseLot, 'evaluation'> & Partial<CaseLot>): SampleTrade {
  return {
    category, titleZh, ...when, tenderer: 1 + (place % 6), agency: 1 + (place % 4),
    lot: { lotNo: '1', committee: { size: 5, representatives: 1 }, expect: {}, bids: Array.from({ length: bids }, (_, i) => bid(base, place, i)), ...terms },
  };
}

/** Prices and points that differ from trade to trade and are the same at every first start. */
function bid(base: number, place: number, i: number): CaseBid {
  const spread = (place * 7 + i * 13) % 23;
  return {
    bidder: bidders[(place * 3 + i) % bidders.length] ?? '', priceYuan: yuan(Math.round(base * (0.97 - spread / 250)) + i), size: i % 2 === 0 ? 'small' : 'medium',
    objective: { credit: 6 + ((place + i) % 5) },
    expertSheets: Array.from({ length: 5 }, (_, e) => ({ expert: `E${e + 1}`, technical: 20 + ((place + i * 3 + e) % 9), service: 12 + ((place + i + e * 2) % 7) })),
  };
}

function yuan(whole: number): string { return `${whole}.00`; }
