// Where a rule comes from, as the catalogue writes it in Chinese, for readers of English. What is not known here stays as it is.
const names: readonly (readonly [RegExp, string])[] = [
  [/政府采购法实施条例/g, 'Government Procurement Regulations'], [/政府采购质疑和投诉办法/g, 'Measures on Queries and Complaints in Government Procurement'], [/政府采购法/g, 'Government Procurement Law'], [/招标投标法/g, 'Tendering and Bidding Law'], [/实施条例/g, 'Implementing Regulations'],
  [/工程建设项目施工招标投标办法/g, 'Measures on Tendering for Construction'], [/工程建设项目货物招标投标办法/g, 'Measures on Tendering for Goods'], [/工程建设项目勘察设计招标投标办法/g, 'Measures on Tendering for Survey and Design'],
  [/招标拍卖挂牌出让规定\((\d+)号令\)/g, 'Order No. $1 on Land Transfers'], [/招标拍卖挂牌出让规范/g, 'Standard for Land Transfers'], [/矿业权出让交易规则\((\d+)\)/g, 'Rules of Mining Rights Trading ($1)'], [/企业国有产权交易操作规则/g, 'Rules of State Property Trading'],
  [/国家发展改革委令第(\d+)号/g, 'NDRC Order No. $1'], [/财政部令第(\d+)号/g, 'MOF Order No. $1'], [/财库〔(\d+)〕(\d+)号/g, 'Caiku [$1] No. $2'], [/国土资发〔(\d+)〕(\d+)号/g, 'Guotuzifa [$1] No. $2'], [/国资发产权规〔(\d+)〕(\d+)号/g, 'Guozifa Chanquangui [$1] No. $2'], [/国办发〔(\d+)〕(\d+)号/g, 'Guobanfa [$1] No. $2'], [/(\d+)号令/g, 'Order No. $1'],
  [/第(\d+)、(\d+)条/g, ' Arts. $1 and $2'], [/第(\d+)条/g, ' Art. $1'], [/参照/g, 'after '], [/招标文件/g, 'Tender documents'], [/采购文件/g, 'Procurement documents'], [/投标有效期内/g, 'While bids are valid'], [/设计值/g, 'Set by the platform'], [/；远程异地可放宽至(\d+)小时/g, '; up to $1 hours for a remote evaluation'], [/地方惯例/g, 'Local practice'], [/地方规则/g, 'Local rules'], [/、/g, ', '],
];

export function lawName(basis: string, language: 'zh' | 'en'): string {
  if (language === 'zh') return basis.replace('设计值', '平台设定');
  const said = names.reduce((text, [from, to]) => text.replace(from, to), basis).replace(/ {2,}/g, ' ').trim();
  return /\p{Script=Han}/u.test(said) ? basis : said;
}
