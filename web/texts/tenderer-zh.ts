import { furtherZh } from '../../src/documents/notice-rows.ts';
import { titled } from '../../src/kernel/title.ts';

// Texts of the tenderer's desk; `tenderer-en.ts` has the same shape.
export const tendererZh = {
  promise: { title: (version: string) => `进场承诺书（${version}）`, project: (name: string) => `项目：${name}`, lead: (who: string) => `${who}作为本项目的招标人（采购人），就进场交易承诺如下：`, print: '打印承诺书', hint: '打印后签字盖章，扫描成文件上传。', signatory: '单位（盖章）：　　　　　　　　法定代表人或授权人（签字）：', date: '日期：' },
  start: { policy: '执行政府采购扶持中小企业、监狱企业、残疾人福利性单位等政策' },
  project: {
    what: '类别与采购方式', about: '项目', agency: '委托代理', lots: '标段（包）', lot: (no: string) => `标段 ${no}`, addLot: '增加标段', removeLot: '删除', agencyNone: '不委托代理机构，自行办理', agencyHint: '委托代理的，须上传已签订的委托代理协议。', estimateHint: '工程项目填写估算价，或者填写最高限价；投标保证金上限按它计算。', budgetHint: '政府采购须填写预算；最高限价不得高于预算。',
    durationHint: '工期/交货期在进场登记前必须填写。', pickFirst: '先选择交易类别，再显示适用的方式、对象和行业。', contactHint: '姓名与电话，公告中公开。', others: '本项目的标段', here: '当前', together: '进场登记、承诺书和意向、计划按项目一次办理，对全部标段生效。', lotsFixed: '修改草稿不能增减标段；标段号不变。',
  },
  doc: {
    how: '资格与评审', terms: '材料与合同', custody: '解密托管', files: '文件', filesHint: '招标文件正文及附件，发布后公开。', prices: '工程量/报价清单', pricesHint: '在这里编制清单，投标人会得到带公式的 Excel 表格，开标时自动核对合价。不需要清单的可以不做。', pricesMake: '编制报价清单', pricesTitle: '清单名称', pricesTax: '单价含税', pricesRates: '可选税率（空格分开，例如 0.03 0.09）', item: '项目名称', unit: '单位', quantity: '数量', ceiling: '单价上限（元）', section: '分部', addItem: '增加一行', fixed: '暂列金额、暂估价', amount: '金额（元）',
    pricesUse: '保存清单并加入文件', pricesSaved: (name: string, items: number | undefined) => `“${name}”已加入文件${items === undefined ? '' : `，共 ${items} 项`}`, pricesChange: '修改清单', pricesDrop: '去掉清单', pricesTry: '下载 Excel 看看投标人会得到什么', pricesBad: '清单还没有填好：', paste: '从表格粘贴', pasteHint: '每行依次为：名称、单位、数量、单价上限、分部；后两项可以没有。从 Excel 直接粘贴，或用逗号分开。', pasteTake: '加入',
    checklistHint: '投标人在投标台上按这张清单逐项准备。', contract: '合同条款', more: '其他约定', 
    custodians: '三位托管人须分属交易中心、监督部门和公证；任何两位合起来才能开启投标。', preview: '定稿前预览', previewLead: '签名定稿后，文件和评标办法固定。发布招标文件时公开下列内容；最高限价发布前只留摘要。', nothing: '未填写', consortiumYes: (n: number) => `接受，成员不超过 ${n} 家`, consortiumNo: '不接受',
    proved: '托管测试已通过', unproved: '等待托管人完成测试', version: (n: number) => `第 ${n} 稿`, sealedAt: '定稿于', resealed: '再次定稿会产生新的一稿，公平竞争审查须重新做。', 
  },
  notice: {
    preview: '公告预览', lead: '公告将按下表公开。灰色各项由平台取自本项目，不能另写；缺少的必填项请在表中补齐。', known: '平台已有', field: '见上方填写', later: '发布文件时补入', asked: '请填写', missing: (n: number) => `还缺 ${n} 项必填内容`, complete: '必填内容齐全', list: '每行一项', free: '选填', atSigning: '签名时刻', none: '这类公告没有需要另外填写的项目。',
    make: '用上面的预览生成公告文件', made: '已生成并上传', stale: '公告内容已经改动，原来生成的公告文件已去掉，请重新生成。', furtherTitle: '公告文件还写明', further: furtherZh, title: (project: string, what: string) => titled(project, `${what}公告`), tender: '招标', purchase: '采购', prequalification: '资格预审', yes: '是', no: '否',
  },
  papers: {
    preview: '文件预览', lead: '按平台的记录和上面填写的内容生成；上面改动，这里随之改动。', hint: '用预览一键生成，或者上传已签字盖章的文件。', make: '用上面的预览生成文件', made: '已生成并上传', stale: '内容已经改动，原来生成的文件已去掉，请重新生成。',
    file: { 'awd-candidate': '公示文件', 'awd-notice': '中标通知书', 'awd-result': '中标结果公告', 'doc-clarify': '澄清文件', 'do-report-award': '书面报告', 'not-abnormal': '公告文件' } as Readonly<Record<string, string>>,
  },
  archive: { title: '归档包', lead: '签名提交时，由平台把下列文书、文件和存证包打成一个归档包，逐件列明摘要并存证；不用自己准备。', name: '文书或文件', size: '大小', more: '另有已公开的公告等文件，以及可以离线核验全过程的存证包。', own: '已有归档包，自行上传', ownFile: '自备归档包', ownHint: '只收从本标段页面下载的归档包：平台逐件核对摘要，缺件、不符或者无关的文件会被退回。', drop: '去掉，由平台生成' },
  calendar: { title: '法定日程', date: '日期', what: '事项', basis: '依据', left: '剩余', passed: '已过', none: '还没有确定的日期。发布公告和文件后，法定期限会列在这里。', proposed: '按新的截止时间', effect: '对截止时间的影响', holds: '符合', breaks: '不符合', earliest: (at: string) => `最早 ${at}`, unmoved: '截止时间不变。', unmovedLate: '实质性修改已来不及在法定提前期前发出，须同时顺延截止时间。', moves: (from: string, to: string) => `截止时间由 ${from} 顺延到 ${to}。`, soon: '即将到期', first: '现在办理，最早可定在', },
  questions: { title: '提问与异议', open: (n: number) => `待答复 ${n} 条`, none: '没有收到提问。', answerAll: '一并答复并发布澄清', question: '提问', objection: '异议', late: '逾期提出', answered: (no: number) => `已在第 ${no} 号澄清中答复`, waiting: '待答复', anonymous: '平台不告诉任何人提问者是谁。', answer: '答复内容', skip: '本次不答复', contentStart: (n: number) => `答复投标人提问 ${n} 条，详见澄清文件。` },
  choose: {
    bid: '请选择投标人', rank: (n: number) => `第 ${n} 名`, out: '已退出', rejected: '已否决', noBids: '还没有可以选择的投标人。', room: '请选择场地', taken: '该时段已被占用', representatives: '招标人代表', noRepresentatives: '没有登记招标人代表，全部评委从专家库抽取。', specialty: '专业', chooseSpecialty: '请选择专业', headcount: '人数', total: (n: number) => `评委会共 ${n} 人（含招标人代表）`, odd: (least: number) => `须为 ${least} 人以上单数`, avoid: '须回避的单位', avoidHint: '招标人、代理机构和投标人会自动回避；另有须回避的单位，按名称查找加入。', avoidCode: (code: string) => `按信用代码加入 ${code}`, avoidNone: '没有另外须回避的单位。', avoidNotFound: '平台上没有登记这样的单位；没有登记的单位请输入完整的 18 位统一社会信用代码。', unlisted: '平台未登记', representative: (name: string, unit: string, tail: string, at: string) => [name, unit, tail === '' ? '' : `证件尾号 ${tail}`, `${at} 登记`].filter((one) => one !== '').join(' · '), disputeSays: (text: string) => `异议内容：${text}`,
    cause: '依据的异议答复或监督指令', noCause: '没有成立的异议，也没有责令复评的指令，现在不能复评。', archive: '归档材料', archiveHint: '本标段应归档的材料已勾选；缺一项不能归档。', reason: '请选择原因', reinstated: '恢复被否决的投标', applications: '资格审查结果', noApplications: '没有收到申请。', qualified: '合格', unqualified: '不合格', score: '得分', told: '告知申请人的理由', seq: (n: number) => `申请号 ${n}`, admitted: '入围供应商', months: '月份',
  },
  award: { publicityRuns: (end: string) => `候选人公示期至 ${end}，届满且异议都已答复后才能定标。`, compared: '评审价格（元）', papers: '文书', report: '评标结果与报告', ranking: '评标排名', bidder: '投标人', price: '报价（元）', contractPrice: '合同金额', total: '总分', rank: '名次', none: '评标报告签署后，结果和文书会出现在这里。', winner: '中标（成交）人', price1: '中标价', duration: '工期', decided: '定标时间', objectBy: (contact: string) => `书面向招标人提出，联系方式：${contact}`, challengeBy: (agency: string, contact: string) => `在法定质疑期内书面向采购人${agency === '' ? '' : `或者代理机构${agency}`}提出质疑，联系方式：${contact}`, publicityDue: (at: string) => `须在收到评标报告之日起三日内公示，最迟 ${at}。`, publicityLate: (at: string) => `法定的三日已过（最迟 ${at}），仍须尽快公示；办理后记为逾期，行政监督部门会收到提示。`, contract: '合同', signed: '签订时间', paid: '累计已付', code: '合同编号', agreed: '价格和工期按中标内容，不能改动。', notFirst: '没有选排名第一的候选人。国有资金占控股地位的项目须定第一名，除非其退出。', meeting: '例如 第 3 次定标会议；只留摘要，不公开。' },
  next: { title: '接下来', draw: '专家抽取', drawAsked: '等待各方公开随机数', drawCalling: (come: number, of: number) => `正在通知专家：${come} / ${of} 位应答出席`, drawSealed: '专家已到齐，名单密封到评标开始', drawVoid: '抽取作废', drawVoidWhy: (n: number) => `${n} 次：有一方没有按时公开随机数，须重新提交承诺`, evaluationStart: '评标开始', who: '由谁办理', until: '期限', late: (span: string) => `已逾期 ${span}`, you: '由你办理', others: '等待其他方办理', untilEvaluation: '评标开始前没有要办理的事，到时由评标委员会开始评审。', following: '之后', phase: '现在', days: (n: number) => `${n} 天`, hours: (n: number) => `${n} 小时`, openQuestions: (n: number) => `有 ${n} 条提问等待答复`, unproved: (names: string) => `等待托管人测试密钥：${names}。通过后才能发布文件。`, dispute: (name: string, text: string) => `${name} 对开标提出异议：${text}`, disputeAnswer: '当场答复', overdue: '已过期限', finished: '本标段的步骤已全部办完。' },
};
export type TendererTexts = typeof tendererZh;
