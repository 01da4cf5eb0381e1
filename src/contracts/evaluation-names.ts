// How an evaluation is called, one name for each thing: in the form that seals the documents, on the page of the lot and on the bid desk.
type Pair = readonly [string, string];

export const evaluationNames = {
  benchmark: ['评标基准价 D', 'Benchmark price D'], benchmarkBase: ['基准价计算范围', 'Bids in the benchmark'], priceFormula: ['价格分公式', 'Price formula'],
  smeDeduction: ['小微企业价格扣除', 'Small-enterprise deduction'], dropExtremes: ['主观分去掉最高分和最低分', 'Drop the highest and lowest subjective score'],
} as const satisfies Readonly<Record<string, Pair>>;

export const evaluationValues = {
  'comprehensive': ['综合评估法', 'Comprehensive evaluation'], 'reasonable-low': ['合理低价法', 'Reasonable low price'], 'lowest-evaluated': ['经评审的最低投标价法', 'Lowest evaluated price'], 'gp-comprehensive': ['综合评分法', 'Comprehensive scoring'], 'gp-lowest': ['最低评标价法', 'Lowest evaluated bid'],
  'bm-mean': ['算术平均价', 'Mean price'], 'bm-mean-down': ['平均价下浮', 'Mean price, reduced'], 'bm-mean-k': ['平均价乘随机系数 K', 'Mean price times a drawn K'], 'bm-mix': ['平均价与最高限价复合', 'Mean price mixed with the ceiling'],
  'bm-second-mean': ['二次平均价', 'Second mean'], 'bm-lowest': ['最低报价', 'Lowest price'],
  'opened': ['全部开启的投标（高于最高限价的除外）', 'All opened bids but those above the ceiling'], 'valid': ['通过初步评审的有效投标', 'Valid bids, past the preliminary review'],
  'ps-deviation': ['偏差率法', 'Deduction by deviation'], 'ps-ratio': ['最低价比例法', 'Ratio to the lowest price'], 'ps-interpolate': ['区间插值法', 'Interpolation in an interval'],
} as const satisfies Readonly<Record<string, Pair>>;

/** Parts of a sealed tender document, in the order in which they are read. */
export const termNames = {
  requirements: ['采购需求', 'Requirements'], policyRequirements: ['落实的采购政策', 'Procurement policies'], checklist: ['投标人须提交的材料', 'What bidders hand in'], submission: ['投标文件组成', 'Parts of the bid'],
  payment: ['付款条件', 'Payment'], warranty: ['质量保修/售后', 'Warranty and service'], liability: ['违约责任', 'Liability'], security: ['履约保证金约定', 'Performance security'],
} as const satisfies Readonly<Record<string, Pair>>;
