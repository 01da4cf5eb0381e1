// Texts of forms that choose parties, give orders and answer the supervisor; `forms-en.ts` has the same shape.
export const formsZh = {
  party: {
    find: '按名称或统一社会信用代码查找', add: (name: string) => `加入 ${name}`, remove: (name: string) => `移去 ${name}`, addShort: '加入', removeShort: '移去', none: '还没有选定。', notFound: '没有找到这样的单位。须先在平台登记为投标人（供应商）才能选定。',
    chosen: (n: number) => `已选 ${n} 家`, less: (n: number, least: number) => `已选 ${n} 家，至少 ${least} 家`, more: '只列出前几家，请输入名称缩小范围。',
  },
  invite: {
    title: '受邀请人', secret: '受邀请人名单和家数在投标截止前不公开：受邀请人之间也互不知道，每家只看到给自己的邀请。', all: (n: number) => `邀请书发给全部 ${n} 家资格预审合格的申请人，不增也不减（招标投标法实施条例第十八条）。`, nonePassed: '还没有合格的申请人。', tooFew: '合格的申请人不足三家，不能发出邀请。请发布流标公告，再重新招标。',
    only: '单一来源只能邀请公示的供应商。', unknown: (name: string) => `“${name}”还没有在平台登记为供应商，登记后才能邀请。请通知它先登记，或核对公示的名称。`, sent: '已邀请', sentAt: '发出', untilDeadline: '名单只有你方看得到，投标截止时公开。', public: '投标截止后公开。',
  },
  apply: { replaces: '截止前可以再次递交，以最后一份为准。', secret: '申请截止前，招标人和平台工作人员都看不到谁递交了申请，连家数也看不到。', name: '文件名', incomplete: '联合体还没有填好：选定成员、份额合计 100%、上传协议，并收齐每个成员的签名。' },
  review: { open: '打开申请文件', members: (n: number) => `联合体，共 ${n} 家`, verdict: '审查结论', choose: '请选择', reason: '不合格的理由', reasonHint: '只告知这个申请人。', limited: (n: number) => `有限数量制：为每个合格的申请打分，得分最高的 ${n} 家通过；与末位同分的一并通过。`, all: '合格制：符合要求的全部通过，不打分。', left: (n: number) => `还有 ${n} 份申请没有结论。`, passed: (n: number) => `合格 ${n} 份` },
  orders: {
    title: '框架协议订单', link: '框架协议订单', agreement: '框架协议', validTo: '有效期至', modes: '第二阶段方式', items: '品目', suppliers: '入围供应商', rank: '名次', supplier: '供应商', unit: '协议单价', duration: '交货期', own: '本单位', out: '已退出', next: '轮候到', closed: '协议已到期、已解除或已验收，不能再下订单。',
    mode: { direct: '直接选定', rota: '顺序轮候', competition: '二次竞价' } as Record<string, string>,
    modeHint: { direct: '由采购人从入围供应商中选定，按协议单价成交；未选第一名的会告警，须写明理由。', rota: '按入围名次轮流，轮到哪家由平台给出，不能跳过。', competition: '向全部入围供应商发起，报价密封到截止；最低的成交，同价的按入围名次。' } as Record<string, string>,
    calls: '二次竞价', callNone: '没有二次竞价。', call: '发起二次竞价', callLead: '截止前没有人能看到谁报了价、报了多少，采购人也不能。', demand: '需求文件', until: '报价截止', over: '报价已截止', waiting: '等待采购人确定成交。', decide: '按最低报价成交', count: (n: number) => `收到 ${n} 份报价`, few: '不足两份，不成竞价，请改用其他方式。', decided: '已成交', offered: '本单位已报价', given: '报价已密封，截止前没有人能看到，不能修改。', offer: '报价', notOffered: '本单位没有报价。',
    most: (text: string) => `不得高于协议单价乘以数量：${text}`, above: '高于协议约定的价格，会被拒绝', total: '成交金额', quantityOf: (n: number) => `数量 ${n}`, order: '下订单', orderMade: (code: string) => `订单 ${code} 已生成`, orderNext: '接着公告成交结果、签订合同', list: '订单', none: '还没有订单。', code: '订单编号', item: '品目', quantity: '数量', way: '方式', choose: '请选择', price: '金额', stage: '阶段', of: '所属框架协议', chooseCall: '请选择已截止的竞价', noCall: '没有已截止、报价满两份的竞价。', best: '成交供应商由平台按报价确定。', back: '收起',
  },
  terms: { title: '框架协议条款', item: '品目名称', code: '编号', add: '增加品目', remove: '删除', items: '品目', itemsHint: '订单只能订这里列出的品目。', modes: '第二阶段确定供应商的方式', modesHint: '订单只能按这里勾选的方式。' },
  supervision: {
    title: '监督指令', lead: '只有你方和有管辖权的部门看得到。', organ: '作出部门', reason: '内容', due: '办理期限', file: '指令文件', reply: '回复监督指令', replied: '已回复', carried: '已落实', choose: '请选择指令',
    stopped: '交易已中止', by: { tenderer: '招标人（采购人）公告中止', supervisor: '监督部门责令中止' }, since: '自', market: '中止期间不接收投标、撤回、提问等任何办理。已递交的投标原样密封保存，不能开启。', resumes: '恢复后，投标截止等期限按中止的天数顺延，并会通知你。', tenderer: { tenderer: '情况消除后请发布恢复公告；不能恢复的，依法终止。', supervisor: '只有作出指令的部门能解除中止。请按指令办理；已要求回复的，回复后由该部门决定。' },
  },
  again: { failed: '本次招标（采购）已结束', terminated: '本次招标（采购）已终止', why: '公告的理由：', failedHint: '不再接收投标；已递交的投标已全部退回，档案保留。', retender: '可以重新招标（采购）：项目信息沿用，重新办理进场、文件和公告。', next: '由新的标段接续', former: '接续此前流标的标段', open: '打开' },
  designate: { title: '直接确定的专家', hint: '为每个空缺席位各选一人，均须经批准。名单是当日在库有效的全部专家；与投标人有利害关系、已是成员或与成员同一单位的，提交时不予通过。', seat: (no: number, specialty: string) => `席位 ${no}（${specialty}）：`, empty: '未选', find: '按姓名、专业或工作单位查找', none: '没有符合的专家。' },
  contract: { title: '合同履行', code: '合同编号', price: '合同价', signed: '签订', paid: '累计已付', changes: '变更累计', none: '还没有履约节点。', node: '节点', at: '时间', amount: '支付', progress: '进度', share: (text: string) => `占合同价 ${text}`, limit: (text: string) => `政府采购累计变更不得超过合同价的 ${text}` },
};
export type FormsTexts = typeof formsZh;
