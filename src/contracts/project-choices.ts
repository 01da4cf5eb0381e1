// What fits what when a project is drafted, for forms; the catalogue is the law (project-choices.test.ts holds the two together).
export const kindsOf: Readonly<Record<string, readonly string[]>> = {
  engineering: ['open-tender', 'invited-tender'],
  'gov-procurement': ['open-tender', 'invited-tender', 'competitive-negotiation', 'competitive-consultation', 'inquiry', 'single-source', 'framework-agreement'],
};

export const objectTypesOf: Readonly<Record<string, readonly string[]>> = {
  engineering: ['works', 'goods', 'services', 'survey', 'design'], 'gov-procurement': ['goods', 'services', 'works'],
};

/** 行业, which decides who supervises: id, Chinese, English. */
export const industriesOf: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  engineering: [
    ['housing-municipal', '房建市政', 'Housing and municipal works'], ['transport', '交通(公路、水运)', 'Transport (road, waterway)'], ['water', '水利', 'Water works'], ['rail-aviation', '铁路、民航', 'Railway and aviation'],
    ['energy-industry', '能源、工业与信息化', 'Energy, industry and IT'], ['agri-land-works', '农业农村、高标准农田', 'Farmland works'], ['land-works', '土地整治、地质灾害治理', 'Land consolidation and geohazard works'],
    ['forestry-works', '林草生态工程', 'Forestry and grassland works'], ['eco-works', '生态环境工程', 'Environmental works'], ['key-projects', '国家重大建设项目及指导协调、职责不清', 'Key projects, coordination, unclear duty'],
  ],
  'gov-procurement': [['gov-procurement', '政府采购', 'Government procurement']],
};

/** Rooms of the centre that can be booked. */
export const rooms: Readonly<Record<'opening' | 'evaluation', readonly (readonly [string, string, string])[]>> = {
  opening: [['hall-1', '第一开标室', 'Opening room 1'], ['hall-2', '第二开标室', 'Opening room 2'], ['hall-3', '第三开标室', 'Opening room 3'], ['hall-4', '第四开标室', 'Opening room 4'], ['hall-online', '线上开标大厅', 'Online opening hall']],
  evaluation: [['eval-1', '第一评标室', 'Evaluation room 1'], ['eval-2', '第二评标室', 'Evaluation room 2'], ['eval-3', '第三评标室', 'Evaluation room 3'], ['eval-4', '第四评标室', 'Evaluation room 4']],
};

/** Codes of why a trade stops or ends, by what is announced: code, Chinese, English. */
export const abnormalReasons: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  fail: [
    ['too-few-bidders', '投标人（供应商）不足法定数量', 'Too few bidders'], ['too-few-valid', '有效投标不足，缺乏竞争', 'Too few valid bids'], ['all-rejected', '所有投标被否决', 'All bids rejected'], ['over-budget', '报价均超过预算或最高限价', 'All above budget or ceiling'],
    ['no-candidate-left', '候选人均已退出', 'No candidate left'], ['conduct', '出现影响公正的违法违规行为', 'Conduct that harms fairness'],
  ],
  terminate: [['cancelled', '项目取消或重大变故', 'Project cancelled'], ['plan-changed', '规划、设计或需求调整', 'Plans or needs changed'], ['funds', '资金未落实', 'No funds'], ['force-majeure', '不可抗力', 'Force majeure'], ['law', '法律法规或政策变化', 'Change of law']],
  suspend: [['under-review', '异议、投诉处理期间', 'While a remedy is decided'], ['document-fault', '文件存在问题需要修改', 'The documents need mending'], ['platform-fault', '平台故障', 'Fault of the platform'], ['force-majeure', '不可抗力', 'Force majeure'], ['other', '其他', 'Other']],
  resume: [['cause-removed', '中止原因已消除', 'The cause is gone'], ['other', '其他', 'Other']],
};

/** The specialty of the roster that a committee of the category mostly needs. */
export const usualSpecialty: Readonly<Record<string, string>> = { engineering: '工程施工', 'gov-procurement': '政府采购' };
