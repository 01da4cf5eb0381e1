// Names of what forms ask for and leaves do not carry, and the words for the values of choices: Chinese, English.
import { inTrade } from '../../src/kernel/trade-words.ts';
import { fieldName } from './fields.ts';
import { evaluationNames, evaluationValues } from '../../src/contracts/evaluation-names.ts';
import { tenderInputs } from './inputs-tender.ts';
import type { Language } from './index.tsx';

type Pair = readonly [string, string];

const names: Readonly<Record<string, Pair>> = {
  ...evaluationNames,
  certificate: ['证书', 'Certificate'], address: ['地址', 'Address'], overview: ['项目概况', 'Overview'], contact: ['联系人与电话', 'Contact'], lots: ['标段', 'Lots'], lotNo: ['标段号', 'Lot number'], lotName: ['标段名称', 'Lot name'],
  estimateFen: ['估算价', 'Estimate'], budgetFen: ['预算', 'Budget'], ceilingFen: ['最高限价', 'Ceiling price'], category: ['交易类别', 'Category'], agencyAgreement: ['委托代理合同', 'Agency agreement'],
  tendererId: ['招标人', 'Tenderer'], agencyId: ['代理机构', 'Agency'], duration: ['工期/交货期', 'Duration'], quality: ['质量要求', 'Quality'], fundSource: ['资金来源', 'Funding'],
  reason: ['理由', 'Reason'], defects: ['缺项', 'Defects'], items: ['公告内容', 'Content'], title: ['标题', 'Title'], prequalDeadline: ['资格预审申请截止', 'Applications until'],
  inviteeIds: ['被邀请人', 'Invited'], invitationFile: ['投标邀请书', 'Invitation'], changedItems: ['变更事项', 'What changes'], originalContent: ['原内容', 'Original text'], revisedContent: ['变更后内容', 'Revised text'],
  newPrequalDeadline: ['新的申请截止时间', 'New application deadline'], newBidDeadline: ['新的投标截止时间', 'New bid deadline'], isMaterial: ['影响投标文件编制', 'Material to bids'], questionIds: ['所答复的提问', 'Questions answered'],
  files: ['文件', 'Files'], sha256: ['文件', 'File'], name: ['名称', 'Name'], evaluation: ['评标办法', 'Evaluation'], method: ['方法', 'Method'],
  coefficients: ['随机系数', 'Drawn coefficients'], x: ['下浮系数 x', 'Coefficient x'], k: ['系数 K', 'Coefficient K'], w: ['权重 w', 'Weight w'],
  priceMax: ['价格分满分', 'Price points'], priceMin: ['价格分最低分', 'Least price points'], E1: ['偏高扣分 E1', 'Deduction above, E1'], E2: ['偏低扣分 E2', 'Deduction below, E2'],
  a: ['参数 a', 'Parameter a'], b: ['参数 b', 'Parameter b'], c: ['参数 c', 'Parameter c'],
  criteria: ['评分标准', 'Criteria'], id: ['编号', 'Id'], zh: ['名称', 'Name'], max: ['满分', 'Points'], subjective: ['主观分', 'Subjective'], prelimItems: ['初步评审项', 'Preliminary items'], code: ['代码', 'Code'],
  qualification: ['资格要求', 'Qualification'], terms: ['其他条款', 'Other terms'], custodianIds: ['解密托管人', 'Custodians'], prequalification: ['资格预审办法', 'Prequalification'], limit: ['入围数量', 'Number admitted'],
  consortium: ['联合体', 'Consortium'], maxMembers: ['联合体成员上限', 'Members at most'], docHash: ['文件摘要', 'Document digest'], depositFen: ['投标保证金', 'Deposit'], floorFen: ['最低限价', 'Floor price'],
  openingPlace: ['开标地点', 'Place of opening'], text: ['内容', 'Text'], fileName: ['文件名', 'File name'], answers: ['答复', 'Answers'], questionId: ['提问', 'Question'], answer: ['答复', 'Answer'],
  applicationFile: ['资格预审申请文件', 'Application'], agreementFile: ['联合体协议', 'Consortium agreement'], lead: ['牵头人', 'Lead'], sharePercent: ['份额（%）', 'Share (%)'], work: ['承担工作', 'Work'], members: ['成员', 'Members'],
  consent: ['成员同意', 'Consent'], value: ['值', 'Value'], reviewReport: ['资格审查报告', 'Review report'], results: ['审查结果', 'Results'], applicationSeq: ['申请号', 'Application'], qualified: ['通过', 'Qualified'], score: ['得分', 'Score'],
  envelope: ['加密标书', 'Sealed bid'], plainSha256: ['明文摘要', 'Plain digest'], bidId: ['投标编号', 'Bid'], bidSeq: ['投标序号', 'Bid number'], bidderSecret: ['解密密钥', 'Decryption secret'], bidSeqs: ['投标序号', 'Bid numbers'],
  recordDigest: ['开标记录摘要', 'Digest of the record'], dispute: ['对开标的异议', 'Objection to the opening'], newEnd: ['新的结束时间', 'New end'], purpose: ['用途', 'Purpose'], specialties: ['评标专业', 'Specialties'],
  specialty: ['评标专业', 'Specialty'], employerName: ['工作单位', 'Employer'], employerUscc: ['单位信用代码', 'Employer’s code'], validFrom: ['起始日', 'From'], validTo: ['截止日', 'To'], relatedUsccs: ['回避单位', 'Organisations to avoid'],
  formerEmployers: ['曾任职单位', 'Former employers'], until: ['至', 'Until'], remote: ['远程异地', 'Remote'], place: ['地点', 'Place'], note: ['说明', 'Note'], competition: ['竞争性', 'Competition'], question: ['问题', 'Question'],
  scores: ['评分', 'Scores'], objective: ['客观分', 'Objective points'], objectionChannel: ['异议渠道', 'Where to object'], evidenceHash: ['证据', 'Evidence'], winnerAddress: ['中标人地址', 'Winner’s address'], agencyFeeFen: ['代理服务费', 'Agency fee'],
  consortiumAllowed: ['是否接受联合体', 'Consortia'], requirements: ['采购需求', 'Requirements'], policyRequirements: ['落实的采购政策', 'Policies'],
  reportHash: ['书面报告', 'Written report'], contractPriceFen: ['合同价', 'Contract price'], contractCode: ['合同编号', 'Contract number'], paymentTerms: ['付款条件', 'Payment terms'], performanceSecurityFen: ['履约保证金', 'Performance security'],
  changeAmountFen: ['变更金额', 'Amount of change'], amountPaidFen: ['已付金额', 'Paid'], progressPercent: ['进度（%）', 'Progress (%)'], completed: ['已完成', 'Completed'], settlementFile: ['结算文件', 'Settlement'],
  fileDigest: ['文件摘要', 'Digest'], saleStart: ['文件获取开始', 'Documents from'], saleEnd: ['文件获取截止', 'Documents until'], bidValidDays: ['投标有效期（天）', 'Bids valid (days)'], decisionFile: ['定标文件', 'Decision'],
  declared: ['声明', 'Declaration'], relatedBidSeqs: ['有利害关系的投标人', 'Bidders with an interest'], votedSeatNo: ['推选的组长', 'Chair elected'], position: ['签署意见', 'Position'], clauseRef: ['否决依据的条款', 'Clause it rests on'], dueAt: ['答复期限', 'Answer until'], sheets: ['需要重新打分的评分表', 'Sheets to hand in again'],
  decisionMakerId: ['定标人员或会议', 'Who decides'], causeCode: ['原因', 'Cause'], result: ['结果', 'Result'], kind: ['方式', 'Kind'], docKind: ['文件种类', 'Kind of document'], quoteEnd: ['报价截止', 'Quotes until'], isFinal: ['最后报价', 'Final round'], round: ['轮次', 'Round'],
};

const values: Readonly<Record<string, Pair>> = {
  ...evaluationValues,
  micro: ['微型企业', 'Micro enterprise'], small: ['小型企业', 'Small enterprise'], medium: ['中型企业', 'Medium enterprise'], large: ['大型企业', 'Large enterprise'],
  enterprise: ['企业', 'Enterprise'], institution: ['事业单位', 'Public institution'], government: ['机关', 'Government'], 'social-organisation': ['社会组织', 'Social organisation'], 'individual-business': ['个体工商户', 'Sole trader'], other: ['其他', 'Other'],
  works: ['工程', 'Works'], goods: ['货物', 'Goods'], services: ['服务', 'Services'], survey: ['勘察', 'Survey'], design: ['设计', 'Design'],
  engineering: ['工程建设', 'Engineering'], 'gov-procurement': ['政府采购', 'Government procurement'], 'open-tender': ['公开招标', 'Open tender'], 'invited-tender': ['邀请招标', 'Invited tender'],
  'competitive-negotiation': ['竞争性谈判', 'Competitive negotiation'], 'competitive-consultation': ['竞争性磋商', 'Competitive consultation'], inquiry: ['询价', 'Inquiry'], 'single-source': ['单一来源', 'Single source'], 'framework-agreement': ['框架协议', 'Framework agreement'],
  question: ['提问', 'Question'], objection: ['异议', 'Objection'], accept: ['受理', 'Accept'], correct: ['一次性告知补正', 'Ask for correction'], refuse: ['不予受理', 'Refuse'], opening: ['开标室', 'Opening room'], evaluation: ['评标室', 'Evaluation room'],
  pass: ['通过', 'Pass'], fail: ['不通过', 'Fail'], ok: ['成功', 'Done'], failed: ['失败', 'Failed'], tender: ['招标公告', 'Tender'], prequalification: ['资格预审', 'Prequalification'], suspend: ['暂停', 'Suspend'], resume: ['恢复', 'Resume'], terminate: ['终止', 'Terminate'],
  'qualified-all': ['合格制', 'All who qualify'], limited: ['有限数量制', 'Limited number'],
  joined: ['评定合一', 'Evaluation decides'], separate: ['评定分离', 'Award apart'], browser: ['浏览器', 'Browser'], desktop: ['桌面程序', 'Desktop'], cli: ['命令行', 'Command line'], withdraw: ['撤回', 'Withdraw'], revoke: ['撤销', 'Revoke'], verify: ['查验', 'Verify'],
  open: ['待查', 'Open'], bidder: ['投标人原因', 'The bidder’s'], experts: ['抽取专家', 'Experts'], tie: ['并列抽签', 'Tie'], 'technically-complex': ['技术复杂', 'Technically complex'], 'highly-specialised': ['专业性强', 'Highly specialised'],
  'no-expert-in-roster': ['库内无合适专家', 'None in the roster'], arithmetic: ['计算错误', 'Arithmetic'], 'out-of-range': ['超出范围', 'Out of range'], 'objective-differs': ['客观分不一致', 'Objective points differ'], 'abnormal-score': ['畸高畸低', 'Abnormal score'],
  'gives-up': ['放弃中标', 'Gives up'], 'force-majeure': ['不可抗力', 'Force majeure'], 'no-performance-security': ['未交履约保证金', 'No performance security'], 'breach-found': ['查实违法', 'Breach found'], agreed: ['协商一致', 'Agreed'], breach: ['违约', 'Breach'],
  'public-interest': ['公共利益', 'Public interest'], 'objection-upheld': ['异议成立', 'Objection upheld'], 'supervisor-order': ['监督部门决定', 'Supervisor’s order'], postponed: ['延期', 'Postponed'], stopped: ['停止', 'Stopped'], 'wrong-request': ['申请有误', 'Wrong request'],
  network: ['网络故障', 'Network'], power: ['停电', 'Power'], 'member-left': ['成员离席', 'Member left'], clear: ['无需回避', 'No conflict'], conflict: ['需要回避', 'Conflict'], agree: ['同意', 'Agree'], dissent: ['不同意', 'Dissent'], witness: ['见证书', 'Witness'], transaction: ['交易凭证', 'Transaction'],
  opinion: ['监督意见', 'Opinion'], freeze: ['冻结', 'Freeze'], unfreeze: ['解冻', 'Unfreeze'], 'confirm-forfeit': ['确认不予退还', 'Confirm forfeit'], 're-evaluate': ['责令复评', 'Order a re-evaluation'], upheld: ['异议成立', 'Upheld'], rejected: ['异议不成立', 'Not upheld'], urgent: ['应急', 'Urgent'], unforeseen: ['不可预见', 'Unforeseen'],
};

export function inputName(key: string, language: Language, trade: string | undefined): string {
  const name = (names[key] ?? tenderInputs[key])?.[language === 'zh' ? 0 : 1];
  return name === undefined ? fieldName(key, language, trade) ?? key : inTrade(name, trade, language);
}

/** What is no value of a choice stays as it was written. */
export function valueName(value: string, language: Language, trade: string | undefined): string {
  const name = values[value]?.[language === 'zh' ? 0 : 1];
  return name === undefined ? value : inTrade(name, trade, language);
}
