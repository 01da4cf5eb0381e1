import type { KindId } from '../../catalogue/index.ts';
import type { BidPlay } from './bidding.ts';
import type { Client } from './client.ts';
import type { Clock } from './clock.ts';
import type { CaseEvaluation, CaseLot, Category } from './case-file.ts';
import type { Company, Platform, RosterEntry, Staff } from './people.ts';

/** Where trades are played: the platform, its clock, its posts, its roster. */
export interface Stage {
  platform: Platform; clock: Clock; staff: Staff; roster: readonly RosterEntry[];
  /** one line of progress */
  tell: (line: string) => void;
  /** acts in flight at once */
  parallel: number;
  /** seconds between the steps of an opening, for people who watch; 0 goes as fast as it can */
  pace?: number;
  /** the tender documents as a file people read; absent: a line of text, enough where nobody reads */
  tenderDocument?: (project: ProjectPlay, lot: CaseLot, lotId: string) => Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }>;
}

/** A project as it was taken in: who is who, and its lots by number. */
export interface ProjectPlay {
  projectId: string; category: Category; kind: KindId; titleZh: string; tenderer: Company; agency: Company;
  lots: ReadonlyMap<string, string>;
  /** procurement: when the intention has been public long enough */
  noticeFrom?: number;
}

/** The lot at hand. */
export interface LotPlay {
  lotId: string; lotNo: string; project: ProjectPlay; evaluation: CaseEvaluation;
  docId?: string; bidDeadline?: number;
  /** what the case decides of this lot */
  plan?: CaseLot;
  /** names in the case of those who may bid; absent: everybody */
  admitted?: ReadonlySet<string>;
  /** names in the case of those who passed the prequalification */
  prequalified?: string[];
  /** the hall's stream has begun */
  live?: boolean;
  /** how a supplier quotes in a round; absent: over the interface */
  quote?: (bid: BidPlay, round: number, yuan: string, isFinal: boolean) => Promise<void>;
}

export const supervisorOf: Readonly<Record<Category, string>> = { 'engineering': 'supervisor-housing', 'gov-procurement': 'supervisor-finance' };
export const industryOf: Readonly<Record<Category, string>> = { 'engineering': 'housing-municipal', 'gov-procurement': 'gov-procurement' };
export const specialtyOf: Readonly<Record<Category, string>> = { 'engineering': '工程施工', 'gov-procurement': '政府采购' };

/** Uploads a paper and gives its digest: acts name files, they do not carry them. */
export async function paper(client: Client, title: string): Promise<string> {
  return (await client.uploadText(`${title}\n`)).sha256;
}
