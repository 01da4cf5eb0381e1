import { functionPoint, isFunctionPointId, isStepId, step } from '../../../catalogue/index.ts';
import type { ActionItem } from '../../contracts/desk.ts';
import { namedInTrade } from '../../kernel/trade-words.ts';
import type { AnySpec } from '../../platform/act.ts';

const GOVERNANCE: Readonly<Record<string, readonly [string, string]>> = {
  'account-propose': ['提名账户', 'Propose an account'], 'account-confirm': ['复核账户', 'Confirm an account'], 'account-suspend': ['停用账户', 'Suspend an account'],
  'rep-register': ['登记招标人代表', 'Register a representative'], 'custodian-register': ['登记托管人', 'Register as custodian'], 'project-draft': ['新建项目', 'New project'],
  'project-amend': ['修改项目草稿', 'Amend the draft'], 'custody-prove': ['托管份额测试', 'Prove custody'], 'custody-release': ['释放托管份额', 'Release custody shares'],
  'chance-commit': ['提交随机数承诺', 'Commit a random number'], 'chance-reveal': ['揭示随机数', 'Reveal the random number'], 'member-absent': ['登记评委缺席', 'Record an absent member'],
  'single-objection': ['登记单一来源公示异议', 'Record an objection to a single source'], 'order-call': ['发起二次竞价', 'Call for offers'], 'order-offer': ['二次竞价报价', 'Offer for an order'],
  'dispute-answer': ['答复开标异议', 'Answer an objection raised at the opening'], 'order-reply': ['回复监督指令', 'Reply to an order'], 'warning-handle': ['处理预警', 'Handle a warning'],
  'reject-vote': ['否决表决', 'Vote on rejection'], 'correction-vote': ['更正表决', 'Vote on correction'],
};

/** Whose name in the catalogue says what only together with the thing they are done to, or leaves half of it out. */
const OWN: Readonly<Record<string, readonly [string, string]>> = { 'do-cancel': ['取消专家抽取', 'Cancel the expert draw'], 'not-abnormal': ['中止、恢复、终止或流标', 'Suspend, resume, terminate or declare failed'] };

/** What an act or step is called, in the words of the lot's trade. */
export function namesOf(id: string, category?: string): { zh: string; en: string } {
  return namedInTrade(plainNames(id), category);
}

function plainNames(id: string): { zh: string; en: string } {
  if (OWN[id]) return { zh: OWN[id][0], en: OWN[id][1] };
  if (isFunctionPointId(id)) return { zh: functionPoint(id).zh, en: functionPoint(id).en };
  if (isStepId(id)) return { zh: step(id).zh, en: step(id).en };
  const [zh, en] = GOVERNANCE[id] ?? [id, id];
  return { zh, en };
}

export function groupOf(spec: Pick<AnySpec, 'kind'>): ActionItem['group'] {
  if (spec.kind === 'act') return 'acts';
  return spec.kind === 'step' ? 'steps' : 'gov';
}
