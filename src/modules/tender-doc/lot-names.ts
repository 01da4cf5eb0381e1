/** Chinese names for readers; the ids are the catalogue's. */
const STAGES: Record<string, string> = {
  'draft': '起草', 'intended': '采购意向已公开', 'planned': '采购计划已备案', 'intake-pending': '待受理', 'accepted': '已受理', 'single-publicity': '单一来源公示',
  'sealed': '招标文件已定稿', 'docs-reviewed': '已通过公平竞争审查', 'announced': '已公告', 'noticed': '投标中', 'deadline-passed': '投标截止', 'opening': '开标中',
  'adjourned': '休会', 'opened': '评标中', 'prequal-noticed': '资格预审公告', 'prequal-review': '资格预审', 'prequalified': '资格预审完成', 'negotiating': '报价中',
  'quoted': '报价结束', 'evaluated': '评标完成', 'candidate-publicity': '中标候选人公示', 'awarded': '已定标', 'selected': '已成交', 'notified': '已发中标通知书', 'result-published': '结果已公告',
  'contracted': '已签合同', 'rectifying': '整改中', 'performance-over': '履约完成', 'closed': '已办结', 'failed': '流标', 'terminated': '已终止', 'cancelled': '已取消', 'suspended': '中止',
};
const METHODS: Record<string, string> = {
  'comprehensive': '综合评估法', 'reasonable-low': '合理低价法', 'lowest-evaluated': '经评审的最低投标价法', 'gp-comprehensive': '综合评分法', 'gp-lowest': '最低评标价法',
};

export function stageZh(state: string): string { return STAGES[state] ?? state; }
export function methodZh(method: string): string { return METHODS[method] ?? method; }
