// What a notice says beside the items that are disclosed by name (招标公告和公示信息发布管理办法 第五条): the trade itself, where and how to take part. Pure.
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import type { TendererTexts } from '../../texts/tenderer-zh.ts';

type Told = Pick<WorkroomRead, 'lotId' | 'lotName' | 'project'>;
type Words = TendererTexts['notice']['further'];

/** `named`: the names of the items that stand in the notice anyway. Rows without a value are left out. */
export function furtherRows({ lotId, lotName, project }: Told, words: Words, origin: string, named: ReadonlySet<string>): [name: string, value: string][] {
  const lot = project.lots.find((one) => one.lotName === lotName);
  const rows: [string, string | undefined, string?][] = [
    [words.overview, project.overview, 'projectOverview'], [words.duration, lot?.duration], [words.quality, lot?.quality], [words.fund, project.fundSource, 'fundSource'],
    [words.obtain, words.obtainBy(`${origin}/lots/${lotId}`)], [words.submit, words.submitBy], [words.opening, words.openingAt(`${origin}/lots/${lotId}/opening`)], [words.contact, project.contact, 'contactPerson'],
  ];
  return rows.flatMap(([name, value, item]): [string, string][] => (value === undefined || value === '' || (item !== undefined && named.has(item)) ? [] : [[name, value]]));
}
