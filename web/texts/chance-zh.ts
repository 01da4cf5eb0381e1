// Texts of draws by lot and of the demo's clock; `chance-en.ts` has the same shape.
export const chanceZh = {
  title: '随机抽取',
  lead: '抽评标专家、抽评标系数、得分并列时抽签，都由两方以上事先各出一个随机数，再与账本信标一起算出，谁也左右不了。随机数由这个浏览器生成并保存，先提交承诺，名单固定后自动公开。',
  leadPurchase: '抽评审专家、得分并列时抽签，都由两方以上事先各出一个随机数，再与账本信标一起算出，谁也左右不了。随机数由这个浏览器生成并保存，先提交承诺，名单固定后自动公开。',
  need: '至少两方（招标人、监督部门等）先承诺，才能申请抽取专家、开始需要抽系数的开标。',
  keep: '承诺之后请用同一个浏览器办理；清除浏览器数据会使这次抽取作废，须重新承诺。',
  purposes: { experts: '评标专家', coefficients: '评标办法系数', tie: '得分并列' },
  when: { experts: '申请抽取专家之前', coefficients: '开标之前', tie: '开标之前' },
  commit: '提交承诺', commitAll: (n: number) => `提交 ${n} 项承诺`, committing: '正在提交…', by: '已承诺', nobody: '尚无人承诺', own: '本单位已承诺', others: '由招标人承诺',
  roles: { tenderer: '招标人', supervisor: '监督部门', discipline: '纪检监察', bidder: '投标人' },
  states: { committing: '等待抽取', frozen: '名单已固定，等待账本信标', revealing: '正在公开随机数', drawn: '已抽出', void: '作废，须重新承诺' },
  lost: '这个浏览器里没有本单位的随机数。请换回提交承诺的浏览器打开本页，否则两分钟后这次抽取作废。',
  clock: { evaluation: '评标开始', lead: '演示环境的时钟只能往前走，所有人看到的是同一个时间。到期的事项会立即发生。', minutes: '10 分钟', hour: '1 小时', day: '1 天', hall: (name: string) => `到“${name}”前半小时（进开标厅签到）`, before: (name: string) => `到“${name}”前 1 分钟`, until: (name: string) => `到“${name}”`, moving: '正在调整…', leased: '另有演示程序正在控制时钟，稍后再试。', failed: '没有调成，请再试。只有在运行平台的这台机器上才能调。' },
};
export type ChanceTexts = typeof chanceZh;
