/** What a notice says beside the items that are disclosed by name (招标公告和公示信息发布管理办法 第五条): the trade itself, where and how to take part. */
export interface FurtherWords {
  overview: string; duration: string; quality: string; fund: string; obtain: string; obtainBy: (url: string) => string; submit: string; submitBy: string; opening: string; openingAt: (url: string) => string; contact: string;
}
export interface FurtherFacts { lotId: string; overview?: string | undefined; duration?: string | undefined; quality?: string | undefined; fundSource?: string | undefined; contact?: string | undefined }

/** As the official notice has it; a page has its own language beside it. */
export const furtherZh: FurtherWords = {
  overview: '项目概况', duration: '工期/交货期', quality: '质量要求', fund: '资金来源', obtain: '招标文件获取方式', obtainBy: (url) => `登录平台，在标段页面下载：${url}`, submit: '投标文件递交方式', submitBy: '在平台加密后于投标截止时间前在线递交，不接收纸质文件', opening: '开标方式', openingAt: (url) => `不见面开标，任何人可在网上开标厅观看：${url}`, contact: '联系方式',
};

/** `named`: the names of the items that stand in the notice anyway. Rows without a value are left out. */
export function furtherRows({ lotId, overview, duration, quality, fundSource, contact }: FurtherFacts, words: FurtherWords, origin: string, named: ReadonlySet<string>): [name: string, value: string][] {
  const page = `${origin}/lots/${lotId}`;
  const rows: [string, string | undefined, string?][] = [
    [words.overview, overview, 'projectOverview'], [words.duration, duration], [words.quality, quality], [words.fund, fundSource, 'fundSource'],
    [words.obtain, words.obtainBy(page)], [words.submit, words.submitBy], [words.opening, words.openingAt(`${page}/opening`)], [words.contact, contact, 'contactPerson'],
  ];
  return rows.flatMap(([name, value, item]): [string, string][] => (value === undefined || value === '' || (item !== undefined && named.has(item)) ? [] : [[name, value]]));
}
