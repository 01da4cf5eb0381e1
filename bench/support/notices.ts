import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { timeFacets } from '../../src/modules/disclosure-portal/search/windows.ts';
import { vectorText } from '../../src/modules/disclosure-portal/search/words.ts';

const PLACES = ['青山', '石塘', '临江', '白马', '双桥', '南湖', '北岭', '清溪', '高桥', '新安', '龙泉', '金沙', '望城', '安宁', '榆中', '皋兰', '七里', '西固', '红古', '永登', '余杭', '萧山', '富阳', '桐庐', '建德'];
const UNITS = ['第一人民医院', '实验小学', '中心卫生院', '农业农村局', '水利管理站', '交通运输局', '城市管理局', '教育局', '开发区管委会', '公路事业中心', '第二中学', '自来水公司'];
const THINGS = ['门诊楼', '教学楼', '老旧小区', '市政道路', '桥梁', '污水处理厂', '综合管廊', '高标准农田', '水库', '河道', '医疗设备', '办公设备', '数据中心', '食堂', '物业', '停车场', '公园', '泵站', '隧道', '路灯', '管网', '体育馆', '档案', '车辆', '信息化平台'];
const WORKS = ['施工总承包', '改造工程', '除险加固', '维修养护', '勘察设计', '施工监理', '采购', '运维服务', '新建工程', '雨污分流'];
const BODIES = [
  '投标人须具备相应资质并在人员、设备、资金等方面具有承担本项目的能力，且未被列入失信被执行人名单。', '本项目接受联合体投标，联合体成员不超过两家，牵头人须具备总承包资质。', '供应商应提供近三年财务审计报告和依法缴纳税收、社会保障资金的良好记录。',
  '资金来源为财政资金，已落实，最高限价详见公告附件。', '评标办法采用综合评估法，价格分采用低价优先法计算，详见招标文件第三章。', '质量要求合格，工期以合同约定为准，保修期不少于两年。', '拟派项目负责人须具备一级注册建造师执业资格和有效的安全生产考核合格证书，且不得同时担任其他在建工程的负责人。',
  '招标文件每套售价零元，潜在投标人登录交易平台自行下载。', '递交投标文件截止后开标，采用远程不见面方式，投标人应按时在线解密。', '投标保证金可采用转账、保函、保证保险等形式缴纳。', '本次招标不划分标段，实施地点为辖区内，具体以现场踏勘为准。', '落实中小企业扶持、节能环保产品优先采购和支持残疾人就业等政策。',
  '建设内容包括土建、给排水、电气、暖通、消防、智能化及室外配套工程。', '服务期限三年，采购人按季度考核并支付服务费用。', '设备须为全新原装产品，提供免费安装调试和操作培训，响应时间不超过四小时。', '对招标文件有异议的，应在投标截止十日前提出，招标人自收到之日起三日内答复。', '监督部门受理投诉，联系方式见公告末尾。', '代理服务费按照约定的标准由中标人支付。',
  '主要工程量为管道铺设、检查井砌筑、路面恢复及附属设施。', '项目已经发展改革部门批准建设，初步设计已批复。', '合同履行期限自签订之日起计算，逾期按日支付违约金。', '安全文明施工措施费单独列项，不得挪用。', '投标文件应当逐页签章并加密上传，未加密的不予受理。', '公告在省公共资源交易网和本平台同时发布。',
];
const INDUSTRIES = { engineering: ['housing-municipal', 'transport', 'water', 'industry-it'], 'gov-procurement': ['gov-procurement'] } as const;
const REGIONS = ['330100', '330200', '330300', '620100', '620200', '420100', '110000', '340100'];
const STAGES = ['bidding', 'opening', 'evaluation', 'publicity', 'awarded', 'contract', 'contract', 'contract', 'contract', 'failed'] as const;
const STATES = { bidding: 'noticed', opening: 'opened', evaluation: 'evaluated', publicity: 'candidate-publicity', awarded: 'notified', contract: 'contracted', failed: 'failed' } as const;
const TYPES = ['lot', 'notice', 'notice', 'result', 'notice'] as const;
const BATCH = 1_000;

/** Words that readers type: one, several, rare, a code, a name. */
export const QUERIES = [
  '桥梁', '老旧小区', '医院', '2026年', '施工总承包', '青山 桥梁', '石塘 水库 除险加固', '数据中心 运维', '楼', '桥', '第一人民医院门诊楼', '高标准农田', '临江实验小学', '雨污分流改造', 'QL-000123', '农业农村局 车辆',
  '联合体', '综合评估法', '路灯', '望城 隧道 监理', '没有这个词', '公园新建工程', '污水', '皋兰', '体育馆 勘察设计',
] as const;
/** The n-th question of a reader: every fourth of the list above, the others of words that nobody has asked for together, so that remembered counts are no help. */
export function queryOf(n: number): string {
  const pick = <T>(list: readonly T[], salt: number): T => list[Math.floor(scattered(n, salt) * list.length)] as T;
  switch (n % 4) {
    case 0: return pick(QUERIES, 1);
    case 1: return `${pick(PLACES, 2)} ${pick(THINGS, 3)}`;
    case 2: return `${pick(UNITS, 4)}${pick(THINGS, 5)}${pick(WORKS, 6)}`;
    default: return `${pick(THINGS, 7)} ${pick(WORKS, 8)} ${2025 + (n % 2)}`;
  }
}
export const FILTERS: readonly Readonly<Record<string, string>>[] = [
  {}, { category: 'engineering' }, { region: '6201' }, { stage: 'bidding' }, { kind: 'single-source' }, { category: 'gov-procurement', stage: 'contract' }, { type: 'result' }, { type: 'lot', industry: 'water', region: '33' },
];

export interface Filled { lots: string[]; notices: number; ms: number }

/** Fills a scratch database with this many documents of as many fifths of lots, a year of them, oldest first. */
export async function fillNotices(url: string, count: number): Promise<Filled> {
  const client = new pg.Client(url);
  await client.connect();
  const from = performance.now();
  const lots: string[] = [];
  try {
    // the outbox would make every row again; the index is built once, as on a restore
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; drop index search_words`);
    for (let at = 0; at < count; at += BATCH) {
      const rows = JSON.stringify(Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => documentOf(at + i, count, lots)));
      await client.query(`insert into search_cell (type, category, region, industry, stage, kind) select distinct type, category, region, industry, stage, kind from ${ROWS} on conflict do nothing`, [rows]);
      await client.query(`insert into search_document (id, lot_id, cell, amount, published_at, deadline, words, item)
        select id, lot_id, cell, amount, published_at, deadline, words::tsvector, item from ${ROWS} join search_cell using (type, category, region, industry, stage, kind) order by published_at`, [rows]);
    }
    await client.query(RECORDS);
    await client.query('update search_cell c set n = counted.n from (select cell, count(*) as n from search_document group by cell) counted where c.cell = counted.cell');
    await client.query('insert into search_week (week, n) select search_week_of(published_at), count(*) from search_document group by 1');
    await client.query(`set maintenance_work_mem = '512MB'; create index search_words on search_document using gin (words) with (fastupdate = off)`);
    await client.query('vacuum analyze search_document');
    await client.query('vacuum analyze record');
  } finally {
    await client.end();
  }
  return { lots, notices: count, ms: Math.round(performance.now() - from) };
}

const ROWS = `jsonb_to_recordset($1::jsonb) as row (id text, lot_id uuid, type text, category text, region text, industry text, stage text, kind text, amount bigint,
  published_at timestamptz, deadline timestamptz, words text, item jsonb)`;

/** Scatters the choices, the same in every run: each choice of a lot is independent of the others, as words and regions are. */
function scattered(lot: number, salt: number): number {
  let h = Math.imul(lot ^ (salt * 0x9e3779b9), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ salt, 0x27d4eb2f);
  return ((h ^ (h >>> 15)) >>> 0) / 4_294_967_296;
}

function documentOf(n: number, count: number, lots: string[]) {
  const type = TYPES[n % TYPES.length] ?? 'lot';
  if (type === 'lot') lots.push(randomUUID());
  const lotId = lots.at(-1) ?? '';
  const lot = Math.floor(n / TYPES.length);
  const pick = <T>(list: readonly T[], salt: number): T => list[Math.floor(scattered(lot, salt) * list.length)] as T;
  const category = pick(['engineering', 'engineering', 'gov-procurement'] as const, 1);
  const kind = category === 'engineering' ? pick(['open-tender', 'open-tender', 'open-tender', 'invited-tender'], 2) : pick(['open-tender', 'competitive-consultation', 'competitive-negotiation', 'inquiry', 'single-source'], 2);
  const age = 1 - n / count;
  const stage = age < 0.06 ? 'bidding' : pick(STAGES.slice(1), 3);
  const [region, industry] = [pick(REGIONS, 4), pick(INDUSTRIES[category], 5)];
  const publishedAt = new Date(Date.UTC(2026, 10, 24) - Math.floor(age * 365 * 86_400_000)).toISOString();
  const name = `${pick(PLACES, 6)}${pick(UNITS, 7)}${2026 - Math.round(age)}年${pick(THINGS, 8)}${pick(WORKS, 9)}第${lot % 977}标段`;
  const title = type === 'lot' ? name : `${name}${type === 'result' ? '中标结果公告' : '招标公告'}`;
  const tendererName = `${pick(PLACES, 6)}区${pick(UNITS, 7)}`;
  const lotCode = `QL-${String(lot).padStart(6, '0')}`;
  const facets = { type, category, industry, stage, kind, region: [2, 4, 6].map((digits) => region.slice(0, digits)), ...timeFacets(publishedAt) };
  const id = type === 'lot' ? lotId : `${lotId}/${n}`;
  // many small sums and few large ones
  const amount = Math.round(10 ** (6 + 5 * scattered(lot, 12)));
  return {
    id, lot_id: lotId, type, category, region, industry, stage, kind, amount, published_at: publishedAt, deadline: new Date(Date.parse(publishedAt) + 20 * 86_400_000).toISOString(),
    words: vectorText({ title, names: [lotCode, tendererName], body: type === 'lot' ? pick(BODIES, 20) : Array.from({ length: 8 }, (_, i) => pick(BODIES, 20 + i)).join('\n'), facets }),
    item: {
      id, type, lotId, ...(type === 'lot' ? {} : { noticeId: String(n) }), title, lotCode, lotNo: '1', category, kind, region, regionZh: region, industry, tendererName, stage: STATES[stage], stageZh: '', publishedAt,
      amountFen: amount, amountOf: 'ceiling',
    },
  };
}

/** The lots behind the documents, each with its project, as the acts would have left them. */
const RECORDS = `with made as (select lot_id, item, category, region, industry, kind, gen_random_uuid() as project from search_document join search_cell using (cell) where type = 'lot'),
  shared as (select lot_id, project, item, jsonb_build_object('projectName', item->'title', 'projectCode', item->'lotCode', 'category', category, 'kind', kind, 'objectType', 'works', 'industryId', industry, 'regionCode', region,
    'fundSource', '财政资金', 'stateFunded', true, 'tendererId', lot_id, 'tendererName', item->'tendererName', 'agencyId', null, 'agencyName', null, 'estimateFen', '100') as data from made),
  projects as (insert into record (kind, id, state, data, created_at, updated_at)
    select 'project', project, 'accepted', data || '{"overview": "概况", "lotIds": [], "contact": ""}', now(), now() from shared)
  insert into record (kind, id, state, lot_id, key, data, created_at, updated_at)
    select 'lot', lot_id, item->>'stage', lot_id, item->>'lotCode', data || jsonb_build_object('projectId', project, 'lotNo', '1', 'lotCode', item->'lotCode', 'lotName', item->'title', 'machine', 'tender-lot', 'unifiedDealCode', null,
      'budgetFen', '100', 'ceilingFen', item->>'amountFen', 'depositFen', null, 'duration', '60日', 'quality', '合格', 'openGates', '[]'::jsonb, 'slots', '[]'::jsonb, 'openDocumentObjections', 0, 'announcedAt', item->'publishedAt',
      'notices', jsonb_build_array(jsonb_build_object('noticeId', lot_id, 'noticeType', 'tender', 'title', item->'title', 'publishedAt', item->'publishedAt', 'items', '{"bidderQualification": "具备相应资质"}'::jsonb))), now(), now() from shared`;
