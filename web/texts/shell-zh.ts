// Texts of registration, account, help and the waiting line, loaded with them. `shell-en.ts` has the same shape.
export const shellZh = {
  register: {
    title: '登记', lead: '先登记，再以证书办事。证书与私钥只在这个浏览器里。', organisation: '单位', person: '个人岗位', which: '为谁登记', have: '已经登记过：证书登录',
    steps: { details: '单位信息', certificate: '证书', send: '签名登记' }, fromCertificate: '已按证书填写名称和信用代码，请核对。', details: '单位信息', certificate: '证书', send: '签名登记',
    uscc: '统一社会信用代码', usccHint: '18 位，按 GB 32100 校验', usccDemo: '演示：填入一个虚构的代码', usccShort: (n: number) => `应为 18 位，现有 ${n} 位`, nameShort: '至少两个字', regionWrong: '请选择', rolesNone: '请至少勾选一项', licenceNone: '请选择文件', lacks: (n: number) => `还有 ${n} 项没有填好：`, noCertificate: '还没有证书，请先完成第 2 步。', usccWrong: '信用代码校验不符，请对照营业执照核对每一位。', name: '单位名称', nameHint: '与营业执照一致', type: '单位类型', region: '所在行政区划', regionHint: '按营业执照住所，细到市即可', roles: '将作为', rolesHint: '可多选，至少一项',
    roleNames: { tenderer: '招标人、采购人', agency: '代理机构', bidder: '投标人、供应商' } as Record<string, string>,
    types: { enterprise: '企业', institution: '事业单位', government: '机关', 'social-organisation': '社会团体', 'individual-business': '个体工商户', other: '其他' } as Record<string, string>,
    address: '地址', legalRepIdNo: '法定代表人证件号码', contactPhone: '联系电话', bankAccount: '基本账户账号', holderIdNo: '证书持有人证件号码', licence: '营业执照扫描件', licenceHint: '文件不上传，只在本机计算摘要并随登记存证', licenceDigest: '摘要', private: '证件号码、电话、账号只留加盐摘要，不公开。',
    need: (what: string) => `请填写：${what}`, got: '证书已在这个浏览器里', remove: '换一张证书', made: (date: string) => `有效期至 ${date}`, noEncrypt: '还没有加密证书。登记单位须同时有签名证书和加密证书，请把加密证书文件一并导入。', otherCode: (code: string) => `证书上的信用代码是 ${code}，与填写的不一致。`, noCode: '证书上没有统一社会信用代码，请使用单位证书。',
    ways: '取得证书', demoWay: '一键取得演示证书', demoWayHint: '仅演示环境：在这个浏览器里生成两对私钥（不能导出），由沙箱认证机构签发签名证书和加密证书。', demoFirst: '先填好名称和信用代码', making: '正在生成密钥、签发证书…', fileWay: '导入认证机构的证书文件', fileHint: 'PKCS#12 文件（.p12、.pfx）。签名与加密证书分两个文件的，一并选择。', files: '证书文件', passwordOf: (file: string) => `${file} 的密码`, take: '导入',
    run: '签名并登记', running: '正在办理…', stages: { register: '登记主体', bind: '绑定证书', enter: '登录工作台' } as Record<string, string>, done: '已完成', doing: '正在办理', waits: '等待', goOn: '上次登记没有办完，已恢复填写的内容和证书，可以继续。', startOver: '放弃并重新开始', startOverSure: '清空这次登记填写的内容？', consequence: '登记后名称、信用代码、类型、区划公开；其他信息只留摘要。登记与绑定都存证，不能删除。',
    draftNote: '填写的内容只保存在这台设备上，登记完成后清除。', noKeysHere: '这个浏览器不允许保存密钥（可能是无痕模式），请换一个窗口。',
    personLead: '评标专家、交易中心、监督等岗位的账户由两名系统管理员先后提名、复核后开通。先在这里准备证书，再把证书交给管理员。', personName: '姓名', personNo: '证书个人编号', personNoHint: '认证机构给你的编号，不是身份证号码', hand: '把证书交给管理员', handText: '下面是你的签名证书（公开信息，不含私钥）。请交给系统管理员：一名提名、另一名复核，复核后账户即开通。', copy: '复制证书', copied: '已复制', save: '下载证书', fingerprint: '指纹', tryEnter: '看看是否已经开通', notYet: '还没有开通：两名管理员中至少还有一名没有办理。证书保存在这个浏览器里，可以以后再来。', demoPerson: '一键取得演示证书',
  },
  account: {
    representatives: '招标人代表', representativesHint: '可以在评标委员会中代表本单位。代表先在“登记”页的“个人岗位”准备证书，把复制的证书内容交给你；登记后，申请抽取专家时就能选上。', representativesAdd: '登记招标人代表', representativesNone: '还没有登记代表。', representativeSince: '登记于', representativeActive: '可以选用', representativeEnded: '已停用', representativesEnd: '代表不再担任的，由平台系统管理员停用其账户；停用后不能再被选入评标委员会。',
    title: '账户', who: '当前身份', organisation: '单位', code: '信用代码', region: '行政区划', roles: '角色', organ: '所在机构', expertNo: '专家编号', scope: '管辖范围', all: '全部', register: '登记单位或岗位证书',
    certificates: '绑定的证书', usage: { sign: '签名', encrypt: '加密' } as Record<string, string>, serial: '序列号', until: '有效期至', here: '私钥在这个浏览器里', away: '私钥不在这个浏览器里', soon: (days: string) => `还有 ${days} 天到期`, expired: '已过期', renewHint: '到期前请向认证机构换发并绑定新证书，旧证书到期后不能签名。',
    view: '以哪个角色查看工作台', viewAll: '全部角色', viewHint: '只影响工作台显示哪些标段，不影响可办的事项。',
    switch: '切换身份', switchHint: '这个浏览器里的证书。点一下即以该证书登录。', current: '当前', use: '切换', forget: '移除', forgetSure: '从这个浏览器移除这张证书和它的私钥？移除后只能重新导入。', forgetCurrent: '移除当前证书后将退出登录。', add: '导入或登记其他证书', none: '这个浏览器里没有其他证书。',
    out: '退出登录', outHint: '证书留在浏览器里，会话结束。', sessions: '会话', sessionHint: '30 分钟不操作或满 12 小时会话结束；证书在这个浏览器里时自动续上，填写的内容不会丢。', renewed: '会话已自动续上。', ended: '会话已结束，证书不在这个浏览器里。', again: '重新登录', failed: '没有成功：',
  },
  mail: {
    title: '邮件通知', lead: '把通知也发到邮箱。几分钟内的通知合成一封。', email: '邮箱', ask: '发送确认邮件', asked: '已发送确认邮件，请打开邮件里的页面并确认。24 小时内有效。', waits: (email: string) => `${email}：等待确认`, on: (email: string) => `通知发送至 ${email}`, remove: '停止并删除邮箱', removed: '已停止，邮箱已删除。', other: '换一个邮箱', privacy: '邮箱只用于发送通知，不写入存证账本；停止后立即删除。', sandbox: '演示环境的邮件在', missing: '平台没有配置邮件服务。',
  },
  help: {
    basis: '依据', limits: '法定时限与限额', next: '之后', nextState: (state: string) => `标段进入“${state}”`, nextPrevious: '标段回到中止之前所在的阶段', nextSame: (state: string) => `标段仍为“${state}”`, nextWho: '接着由', value: { '>=': '不少于', '<=': '不超过', '=': '为', '<': '少于', '>': '多于' } as Record<string, string>, units: { d: '日', wd: '个工作日', h: '小时', min: '分钟', s: '秒', month: '个月', y: '年', yuan: '元' } as Record<string, string>, joint: '，', platform: '平台规则',
  },
  find: { more: '在全部标段中查找', portal: '在公开信息中查找', none: '没有找到与你有关的标段。', found: (n: number) => `找到 ${n} 个` },
};
export type ShellTexts = typeof shellZh;
