// Texts of the bidder's desk, loaded with it. `bidder-en.ts` has the same shape.
export const bidderZh = {
  read: { title: '招标文件', readFirst: '先看公开的招标文件' },
  materials: { title: '投标人须提交的材料', hint: '招标文件列明，逐项准备好后勾选，只记在这个浏览器里。', ready: (n: number, of: number) => `已备 ${n} / ${of}` },
  session: { ended: '会话已结束。', kept: '这一页上填写的内容都还在。', renew: (name: string) => `以“${name}”继续`, failed: '没有成功，请检查网络后再试。' },
  submit: {
    unfinished: '上一次递交没有完成', unfinishedFrom: '开始于', price: (text: string) => `报价 ${text} 元，`, files: (n: number) => `${n} 个文件`, sealedHere: '已加密，密文保存在这个浏览器里。', uploaded: '已加密并上传，还没有签名递交。',
    unfinishedHint: '没有递交成功的，不是投标。继续时递交的是当时加密的内容，与上面表单后来的修改无关；要递交修改后的内容，请先放弃这一次。', goOn: '继续递交', drop: '放弃这一次', dropSure: '放弃这一次没有完成的递交？已加密的文件将从这个浏览器删除，表单内容保留。',
    mayReload: '网络中断或页面被关闭也不会丢失：回到这一页即可继续。', waiting: '网络或平台暂时不通，连通后自动继续，不会重复递交。', otherTab: '另一个标签页正在递交这份投标，请到那一页查看。', changed: '本单位的投标刚刚在别处有了变化，请核对上面的“本单位投标”，确认后再递交。',
    sealedGone: '这个浏览器里已没有加密好的文件，请重新选择文件并递交。', unknown: '请再试一次；仍不成功请联系交易中心，并告知编号：',
    codes: {
      'storage-full': '这台电脑或浏览器的存储空间不足，腾出空间后再试。', 'seal.price_above_ceiling': '报价高于最高限价。', 'unreachable': '网络不通，请检查后继续。', 'internal': '加密时出错；如果文件在选择之后被改动或移走，请重新选择。', 'upload-too-large': '文件超过平台接收的大小。',
    } as Record<string, string>,
  },
  receipt: { overtaken: '这份投标不再有效，回执只证明当时收到过它。', title: '投标递交回执', none: '没有这份回执。', back: '返回投标', open: '查看、打印回执', seq: '投标序号', envelope: '密文摘要 SHA-256', print: '打印', pdf: '回执文件 PDF', proof: '存证核验', proofHint: '这份回执已记入公开账本，平台不能悄悄改动或删除。下面由您的浏览器自己核对：从回执的摘要起，逐层与旁边的摘要合并，须得到账本公布并签名的总摘要。', platform: '交易平台', bidder: '投标人', deadline: '投标截止' },
  stands: { title: '已递交', text: '投标文件已加密递交，现在没有需要您办理的事。开标时请在开标厅签到、解密、确认。', replace: '替换投标文件', replaceHint: '截止前可以重新填写并递交，新的一份代替原来的一份；也可以在上面撤回。' },
  mine: {
    states: { drafting: '正在加密', submitted: '已递交', revoked: '已撤销', decrypted: '已解密', valid: '评审有效', ranked: '已排序', candidate: '中标候选人', returned: '已退回', rejected: '被否决', winner: '中标', lost: '未中标', disqualified: '失去资格', contracted: '已签合同' } as Record<string, string>,
    revoke: '撤销投标', revokeHint: '截止之后撤销投标：投标保证金可以不予退还，并记入信用（招标投标法实施条例第三十五条）。撤销后不能恢复。', revokeSure: '确定撤销这份投标？不能恢复，保证金可以不予退还。', notSent: '没有发出，请检查网络后再试。',
  },
  clarified: { allRead: '澄清与修改（均已阅）', check: '澄清与修改已阅', whole: '公告全文', tick: '我已阅读' },
  prequalify: {
    title: '资格预审', until: '申请截止', over: '申请已截止', apply: '递交资格预审申请', documents: '获取资格预审文件', toLot: '返回标段',
    now: { 'prequal-noticed': '这个标段先做资格预审，现在还不能投标。', 'prequal-review': '资格预审申请已截止，正在审查。', prequalified: '资格预审已有结果，等待发出招标文件。' },
    next: { 'prequal-noticed': '审查通过后，会收到投标邀请，再到这里投标。截止前没有人能看到谁递交了申请。', 'prequal-review': '审查结果会单独通知每个申请人。', prequalified: '通过的申请人会收到投标邀请，招标文件发出后在这里投标。' },
  },
  closed: {
    title: '投标已截止', halted: '中止期间不计时', ended: '交易已结束', stands: '本单位的投标已递交，等待开标。', none: '截止时间前没有收到本单位的投标。截止后不再接收。', unfinishedLost: '这个浏览器里有一次没有完成的递交：它没有在截止前送达，不是投标，没有法律效力。',
    laterOneLost: '这个浏览器里还有一次没有完成的替换：它没有在截止前送达，以已递交的那一份为准。', clear: '删除它', toOpening: '去开标大厅', watch: '去开标大厅观看', toLot: '返回标段', next: '请在解密时限内到开标大厅解密；未解密的投标不参加评审。',
  },
  table: {
    title: '报价表', taxIn: '单价含税', taxOut: '单价不含税', download: '下载 Excel', import: '导入填好的 Excel', imported: '已导入。', notImported: '没有导入，请改正后再试：', more: (n: number) => `另有 ${n} 处`, fileName: '报价表.xlsx', id: '编号', item: '项目', quantity: '数量', unitPrice: '单价（元）', rate: '税率', amount: '合价（元）',
    fixed: '招标人给定', priceOf: (name: string) => `${name} 单价`, rateOf: (name: string) => `${name} 税率`, overCeiling: (text: string) => `高于单价限价 ${text} 元`, noAmount: '应为最多两位小数的金额', before: '上一页', after: '下一页', page: (n: number, all: number) => `${n} / ${all}`, toOpen: '去第一处未填的',
    missing: (n: number) => `还有 ${n} 项单价没有填好，填完后自动合计。`, items: '分项合计', tax: '税额', taxWithin: '其中税额', total: '投标总价', isTotal: '报价表合计，自动填入',
  },
  consortium: {
    sum: (n: string) => `合计 ${n}%`, sumMust: '份额之和须为 100%', title: '联合体', check: '联合体各方已签署', together: (n: number) => `与其他单位组成联合体投标（不超过 ${n} 家）`, agreement: '联合体协议（各方已签的扫描件）', lead: '牵头人（本单位）', member: (n: number) => `成员 ${n}`, addMember: '增加成员', share: '份额', work: '承担的工作',
    signed: '已签署', unsigned: '待签署', outdated: '条款改过，须重新签署', incomplete: '选定成员、填好份额（合计 100%）与工作并上传协议后，可以生成条款交各成员签署。', how: '把条款交给各成员；成员在自己的工作台打开“签署联合体条款”，核对协议并签名，把签名交回给你。条款不经过平台，截止前平台不知道成员是谁。',
    saveTerms: '存为条款文件', copyTerms: '复制条款', copied: '已复制。', paste: '成员交回的签名：', pasteText: '签名文字', asText: '没有文件，只有一段文字', take: '收下签名', takeFile: '选择签名文件', noConsent: '这不是本标段、本联合体成员的签名。', otherTerms: '这份签名签的不是现在的条款，请把现在的条款交成员重新签署。', taken: (name: string) => `已收下 ${name} 的签名。`,
  },
  consent: {
    title: '签署联合体条款', terms: '选择牵头人交来的条款文件，先看清条款，再核对协议、签署。', termsFile: '选择条款文件', asText: '没有文件，只有一段文字', termsText: '条款文字', noTerms: '这不是本标段的联合体条款。', notAMember: '条款里没有你所登录的单位。', what: '条款', who: '单位', self: (name: string) => `${name}（本单位）`, agreement: (name: string) => `核对协议：${name}`, agreementHint: '选择你手里的那份联合体协议。它的摘要须与条款里的一致，才能签署；文件不上传。',
    same: '与条款里的协议一致。', different: '与条款里的协议不是同一个文件，请向牵头人核对。', consequence: '签署后，牵头人可以联合体名义投标，各方就中标项目向招标人承担连带责任（招标投标法第三十一条）；同一标段你单位不得再单独投标或参加其他联合体。', sign: '签署', signed: '已签署。', handBack: (name: string) => `把签名存为文件，交给${name}。`, code: '签名', codeText: '不存文件，复制文字', copy: '复制', save: '存为签名文件',
    link: '签署联合体条款',
  },
  joint: { title: '参加的联合体投标', lead: (name: string) => `${name}（牵头人）`, hint: (lead: string) => `由牵头人 ${lead} 递交、签到、解密，本单位不另行投标。牵头人撤回后，本单位可以重新投标。` },
  talks: {
    title: '报价与澄清', link: '报价与澄清', rounds: '报价轮次', noRounds: '还没有开始报价。', own: '我的报价', notYet: '本轮还没有报价。', given: '本轮报价已密封，轮次结束前没有人能看到；不能修改。', final: '这是最后报价：只能报一次，报出即为成交价格的依据，不能更改、不能撤回。', finalSure: '我知道这是最后报价，只报一次', price: '报价', file: '报价文件（已签字盖章）', change: '采购文件变动', send: '签名并报价', sendFinal: '签名并提交最后报价',
    over: '本轮已结束。', noQuote: '你没有在时限内报价，视为退出。', missed: '你没有在这一轮的时限内报价；后面的轮次仍可报价。', outside: '你单位没有参加本标段的报价。', aboveLast: '高于你上一轮的报价', ceiling: '最高限价', aboveCeiling: '高于最高限价，会被拒绝', questions: '评审澄清', noQuestions: '评审委员会没有向你提问。', due: '答复时限', answer: '答复', answerHint: '澄清不得超出投标文件的范围或者改变投标文件的实质性内容。', kept: '答复不改变报价和投标文件的实质性内容', sendAnswer: '签名并答复', answered: '已答复', late: '时限已过，未答复。', sending: '正在签名、提交…', sent: '已提交。',
  },
  mySide: {
    title: '我的投标结果', rank: '名次', total: '总分', priceScore: '价格分', price: '评审价格', rejected: '被否决：', of: (n: number) => `共 ${n} 家`, none: '没有名次', won: '你单位是中标人。', wonNotice: '等待招标人发出中标通知书。', wonContract: '等待招标人办理合同签订，最迟', wonSigned: '合同已签订', admitted: '你单位已入围本框架协议。', toBid: '投标', invitations: '收到的邀请', invitedBy: '邀请人', file: '邀请书', deadlineOf: '投标截止', applications: '我的资格预审申请', appliedAt: '递交于',
    appState: { applied: '已递交，待审查', passed: '合格', failed: '不合格' } as Record<string, string>, score: '得分',
  },
  hall: {
    waitShares: (n: number) => `等待托管人交出份额（还差 ${n} 份），到齐即可解密，不计入你的过失。`, missed: '未在时限内解密', missedWhat: '因投标人原因未解密的，视为撤销投标文件；因投标人之外的原因未解密的，视为撤回投标文件，投标人有权要求责任方赔偿由此受到的直接损失（电子招标投标办法第三十一条）。招标文件另有补救方案的从其规定。', missedNext: '对此有异议的，请当场向招标人提出，由其答复并记入开标记录。',
    objected: '你的异议', answered: '答复', notAnswered: '等待招标人当场答复。', toAnswer: '有投标人对开标提出异议，须当场答复。', toAnswerLink: '去答复', answeredBy: { tenderer: '招标人', agency: '代理机构', 'centre-host': '主持人' } as Record<string, string>,
  },
};
export type BidderTexts = typeof bidderZh;
