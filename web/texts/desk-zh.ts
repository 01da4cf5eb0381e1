// Texts of the desks, loaded with them. `desk-en.ts` has the same shape.
export const deskZh = {
  signIn: {
    title: '证书登录', lead: '证书与私钥只在这个浏览器里，私钥不能被导出；平台从不保存密码。', mine: '这个浏览器里的证书', none: '这个浏览器里还没有证书。', use: '登录', signedInAs: (name: string) => `已登录：${name}`,
    forget: '移除', forgetSure: '从这个浏览器移除这张证书？移除后需要重新导入才能使用。', importTitle: '导入证书', importHint: 'PKCS#12 文件（.p12 或 .pfx），含签名证书，投标人还须含加密证书。', file: '证书文件', password: '文件密码', import: '导入并登录',
    faults: { 'not-pkcs12': '这不是 PKCS#12 文件，或者文件已损坏。', 'wrong-password': '密码不对。', 'old-cipher': '文件用了浏览器不支持的旧算法（RC2、3DES）。请让认证机构以 AES 重新导出。', 'no-key': '文件里只有证书，没有私钥。请导出带私钥的文件。', 'no-signing-key': '文件里没有签名证书及其私钥。', 'other-holder': '签名证书与加密证书不属于同一个单位。', 'wrong-key-type': '平台要求 P-256 曲线的密钥。' } as Record<string, string>,
    demo: '演示账户', demoHint: '只在演示环境、只在这台机器上。点一个名字即以该身份登录。', find: '查找账户', out: '退出登录', account: '账户', roles: '角色', switch: '切换证书', locked: '本会话的证书不在这个浏览器里，只能查看；办理事项请先导入证书。',
    groups: { market: '市场主体', centre: '交易中心', supervision: '监督', experts: '评标专家', other: '其他' } as Record<string, string>, unbound: '这张证书还没有绑定到任何账户。', register: '首次使用，登记主体',
  },
  desk: {
    title: '工作台', due: '待办', dueNone: '现在没有等你办理的事项。', later: '进行中的标段', ended: '已结束的标段', laterNone: '还没有与你有关的标段。', find: '查找标段', asRole: { tenderer: '招标人', agency: '代理机构', bidder: '投标人', member: '评委' } as Record<string, string>,
    newProject: '新建项目', drafted: '项目已建立并存证。', draftedNext: '提交进场登记之前，还可以修改。', toPortal: '去看公开的标段', next: '等你', other: '其他可办事项', deadline: '截止', none: '没有期限', all: '全部', more: '再读一页', stage: '阶段', lot: '标段', export: '导出 CSV', updated: '更新', openLot: '看公开页面', beginAs: (role: string) => `还没有与你有关的标段。作为${role}，从这里开始`,
    begin: {
      tenderer: ['新建项目：选择交易类别和方式，填写项目和标段；委托代理机构的，在这里选定。', '提交进场登记、签署承诺书，等待交易中心受理。', '受理后按工作台上“等你”的顺序办理：文件定稿、审查、公告、发布，直到合同和归档。'],
      agency: ['招标人新建项目时选定你单位后，标段会出现在这里。', '已签委托代理协议的，也可以由你新建项目。'],
      bidder: ['到公开页面查找标段，可以把查找条件存为订阅，有新的会通知你。', '打开标段，获取招标文件，在投标台填写报价、加密并递交。', '开标时回到这里签到、解密、确认；收到的邀请也在这里。'],
    } as Record<string, readonly string[]>, count: (n: number) => `${n} 项`,
    overdue: '已过期', past: '已过', guest: '请先登录。', guestLink: '证书登录', sort: '排序', sortDue: '最近截止在前', sortNew: '最近更新在前',
  },
  tender: {
    methodByLaw: '该采购方式的评审办法由法律确定；下面各项按模板填好，可改。', templateHint: '选定后按模板填好，逐项可改；模板本身合法。', coefficientHint: '开标时当众抽取的取值，用空格分开，例如 0.01 0.02 0.03。', points: (sum: string) => `价格分与各项合计 ${sum} 分，须为 100 分`,
  },
  opening: {
    title: '我的投标', number: (no: number) => `投标序号 ${no}`, locked: '本会话的证书不在这个浏览器里，不能签到和解密。', import: '导入证书', checkin: '签到', checkedIn: '已签到', decrypt: '解密我的投标', confirm: '确认开标记录', doing: '正在办理…', left: '解密剩余',
    object: '对开标有异议', dispute: '异议内容', sendObjection: '提出异议并记入开标记录', wrongKey: '这个浏览器里的加密证书打不开这份投标：它是用另一张证书加密的。请导入递交时使用的证书，或在那台电脑上解密。',
    told: { checkin: (_leaf: string) => '已签到。', decrypt: (leaf: string) => `已解密，存证编号 ${leaf}。`, confirm: (leaf: string) => `已记录，存证编号 ${leaf}。` },
    states: { sealed: '密封', decrypted: '已解密，等待唱标', failed: '未解密', announced: '已唱标，请确认', confirmed: '已确认', objected: '已提出异议' } as Record<string, string>,
    unread: { decrypted: '已解密，等待主持人公布', announced: '已公布，请确认开标记录' } as Record<string, string>,
  },
  bid: {
    title: '投标', checklist: '准备清单', todo: '待完成', ok: '完成', documents: '获取招标文件', documentsGet: '签名获取', price: '报价', priceHint: (ceiling: string) => `最高限价 ${ceiling}`, overCeiling: '高于最高限价，会被否决', duration: '工期/交货期', quality: '质量', manager: '项目负责人', size: '企业规模',
    files: '投标文件', filesHint: '文件只在这台电脑上加密，平台收到的是密文。单个投标合计不超过 2 GB。', addFiles: '添加文件', drop: '也可以把文件拖到这里', key: '加密证书', keyOk: '在这个浏览器里', keyMissing: '没有加密证书，开标时无法解密', rehearse: '预演', rehearseRun: '用测试密钥加密再打开一遍', rehearseOk: '预演成功：你的证书能打开用它加密的投标', rehearseBad: '预演失败：请更换证书后再试',
    seal: '加密并递交', sealing: '正在加密', uploading: '正在上传', signing: '正在签名递交', rate: (mb: string) => `${mb} MB/s`, eta: (text: string) => `约剩 ${text}`, cancel: '取消', resume: '继续', submitted: '已递交', receipt: '回执', receiptNo: '回执编号', replace: '递交新版本，替换上一份', withdraw: '撤回', withdrawSure: '撤回这份投标？截止前可以再次递交。', deadline: '截止', left: '还剩', after: '递交以签名时刻为准；上传在递交之前完成。',
    mine: '本单位投标', none: '还没有递交。', state: { sealed: '已加密，未递交', receipted: '已递交', replaced: '已被替换', withdrawn: '已撤回' } as Record<string, string>, clarified: '招标文件有新的澄清，请看过再递交。', consequence: '递交后任何人，包括你自己，都不能改动这份投标；截止前可以撤回或替换。截止前没有人能看到它的内容，连有没有递交也不公开。', incomplete: '清单还没有全部完成。', failed: '没有递交成功，已上传的部分保留，可以继续。',
  },
  notifications: { title: '通知', none: '还没有通知。与你有关的标段有变化时会出现在这里。', allRead: '全部标为已读', unread: '未读', more: '再读一页' },
  act: {
    nextActs: '接下来由你办理', include: (name: string) => `填写${name}`, leaveOut: '不填这一组', earliest: (at: string) => `法定最早 ${at}`, tooEarly: (at: string) => `早于法定最早时间 ${at}，会被拒绝`, latest: (at: string) => `法定最晚须早于 ${at}`, tooLate: (at: string) => `不早于法定最晚时间 ${at}，会被拒绝`, takeDate: (at: string) => `采用 ${at}`, findEntity: '按名称或信用代码查找', what: '办理后', publicAt: { immediate: '办理后立即公开', 'bid-deadline': '投标截止后公开，此前任何人都看不到', 'auction-close': '竞价结束后公开', 'candidate-publicity': '公示中标候选人时公开；不公示候选人的，公告结果时公开', 'award-decided': '定标后公开', restricted: '不公开，依法有权的部门经授权可以查阅' } as Record<string, string>, salted: '只留加盐摘要、不公开原值', hashed: '只留文件摘要', rules: '判定规则', hard: '不符即拒绝', soft: '不符也记录，并告警', signedText: '查看将要签名的原文', signedHint: '下面这段文字由你的证书签名，一字不差。输入内容由其中的摘要绑定。',
    inputText: '输入内容', submit: '签名并提交', submitting: '正在签名、提交…', undo: '提交后留有存证，不能撤销；要更正，须再办一次相应的事项。', back: '返回标段', saved: (at: string) => `草稿已保存于本机 ${at}`, restored: '已恢复上次没有提交的内容。', discard: '清空草稿', discardSure: '清空这张表单里已填写的内容？',
    leftEmpty: (what: string) => `不选即为${what}`, certificateNo: '证书编号', certificateFile: '下载证书（PDF）', certificateCheck: '查验这份证书', packageDigest: '归档包摘要', packageGet: '下载归档包',
    done: '已办理', receipt: '回执', leaf: '存证编号', bodyHash: '内容摘要', at: '记录时间', proof: '查看存证证明', again: '再办一次', refused: '没有办成', refusedField: '去看这一项', article: '依据', rule: '规则', missing: (n: number) => `还有 ${n} 项必填内容没有填。`, faulty: (n: number) => `有 ${n} 项填写得不对，已在旁边标明。`,
    faults: {
      money: () => '须写成金额，不得为负，最多两位小数，例如 1200.50', positive: () => '金额须大于 0', number: () => '须填数字', whole: () => '须填整数', id: () => '证件号码不对：至少 6 位数字或字母', form: () => '格式不对',
      least: ({ limit }) => `不得小于 ${limit ?? ''}`, most: ({ limit }) => `不得大于 ${limit ?? ''}`,
    } as Record<'money' | 'positive' | 'number' | 'whole' | 'id' | 'form' | 'least' | 'most', (fault: { path: string; limit?: number }) => string>,
    required: '必填', fillIn: '请填写这一项', optional: '选填', add: '增加一行', remove: '删除这一行', row: (n: number) => `第 ${n} 行`, none: '不填', yes: '是', no: '否', choose: '请选择', yuan: '元', wan: (text: string) => `合 ${text}`, utc8: '北京时间', key: '名称', value: '内容',
    upload: '选择文件', uploading: (percent: number) => `正在上传 ${percent}%`, uploaded: '已上传', replace: '换一个文件', digest: '摘要', uploadFailed: '文件没有传上去，请再试一次。', lost: '网络中断，正在用同一个编号重试，不会重复办理。', unknown: '这个事项现在不能办理：可能已经办过，还没有轮到，或者不由你办理。标段页上有现在该办的事项。',
    cancelled: '已取消发送，填写的内容还在。断线前可能已经到达平台：再次提交沿用同一个编号，不会重复办理。', needKey: '办理事项需要本浏览器里的证书。', lines: '每行一项',
  },
};
export type DeskTexts = typeof deskZh;
