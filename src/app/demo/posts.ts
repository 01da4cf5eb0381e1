import { join } from 'node:path';

/** A post of the demo: its key folder, its name on the page, its roles and scope. */
export interface Post { folder: string; name: string; roles: readonly string[]; organ: string | null; industries?: readonly string[] }

export const posts: readonly Post[] = [
  { folder: 'centre-a', name: '交易中心经办员', roles: ['centre-a'], organ: '公共资源交易中心' },
  { folder: 'centre-b', name: '交易中心替补经办员', roles: ['centre-b'], organ: '公共资源交易中心' },
  { folder: 'centre-review', name: '交易中心复核员', roles: ['centre-review'], organ: '公共资源交易中心' },
  { folder: 'centre-host', name: '开标主持人', roles: ['centre-host'], organ: '公共资源交易中心' },
  { folder: 'centre-finance', name: '交易中心保证金岗', roles: ['centre-finance'], organ: '公共资源交易中心' },
  { folder: 'supervisor-housing', name: '住建监督员', roles: ['supervisor'], organ: '住房和城乡建设部门', industries: ['housing-municipal'] },
  { folder: 'supervisor-finance', name: '财政监督员', roles: ['supervisor'], organ: '财政部门', industries: ['gov-procurement'] },
  { folder: 'supervisor-experts', name: '专家库管理员', roles: ['supervisor'], organ: '专家库管理部门' },
  { folder: 'discipline', name: '纪检监察员', roles: ['discipline'], organ: '纪检监察机关' },
  { folder: 'auditor', name: '审计员', roles: ['auditor'], organ: '审计部门' },
  { folder: 'police', name: '公安联络员', roles: ['police'], organ: '公安机关' },
  { folder: 'guarantor', name: '担保机构经办', roles: ['guarantor'], organ: '示例融资担保机构' },
  { folder: 'bank', name: '存管银行经办', roles: ['bank'], organ: '示例存管银行' },
  { folder: 'ca', name: '电子认证机构经办', roles: ['ca'], organ: '示例电子认证机构' },
  { folder: 'tool-vendor', name: '工具软件商经办', roles: ['tool-vendor'], organ: '示例工具软件商' },
  { folder: 'peer-centre', name: '异地交易中心经办', roles: ['peer-centre'], organ: '异地公共资源交易中心' },
];

/** Who holds the shares of every bid: centre, supervisor, notary. */
export const custodians: readonly (Post & { custodianId: string })[] = [
  { folder: 'custodian-centre', custodianId: 'centre', name: '交易中心托管人', roles: ['centre-review'], organ: '公共资源交易中心' },
  { folder: 'custodian-supervisor', custodianId: 'supervisor', name: '监督部门托管人', roles: ['supervisor'], organ: '行政监督部门' },
  { folder: 'custodian-notary', custodianId: 'notary', name: '公证托管人', roles: ['auditor'], organ: '公证机构' },
];

/** Companies: six that tender, four agencies, twenty that bid. */
export const companies = [
  ...Array.from({ length: 6 }, (_, i) => ({ folder: `tenderer-${i + 1}`, role: 'tenderer' as const })),
  ...Array.from({ length: 4 }, (_, i) => ({ folder: `agency-${i + 1}`, role: 'agency' as const })),
  ...Array.from({ length: 20 }, (_, i) => ({ folder: `bidder-${i + 1}`, role: 'bidder' as const })),
].map((company, i) => ({ ...company, name: `企业${String(i + 1).padStart(2, '0')}` }));

export const expertCount = 200;

/** For whoever started the demo: what to sign in as. */
export function accountLines(keys: string): string[] {
  const row = (role: string, folder: string): string => `  ${role.padEnd(16)} ${join(keys, folder)}`;
  return [
    'demo accounts (role, folder with its keys):',
    row('centre-admin', '{admin-1,admin-2}'),
    ...posts.map((post) => row(post.roles.join(','), post.folder)),
    row('custodians', `{${custodians.map((post) => post.folder).join(',')}}`),
    row('tenderer', 'tenderer-{1..6}'), row('agency', 'agency-{1..4}'), row('bidder', 'bidder-{1..20}'), row('owner-rep', 'owner-rep'),
    row('expert', 'experts/roster.json'),
  ];
}
