/** Shapes of the rows of the catalogue. The JSON Schemas in schemas/ prove that the files have them. */
import type {
  CategoryId, DepartmentId, EntryKind, FactId, FunctionPointId, GateId, IndicatorId, IndustryId, KindId, LimitId,
  MachineId, ParamName, RelationId, RoleId, RuleId, ServiceId, ServiceLevelId, StepEvent, StepId, SubItemId,
  SubsystemId, ThemeId, WarningId,
} from './generated.ts';

export type EventId = FunctionPointId | StepEvent;

export type Subsystem = {
  id: SubsystemId; seq: number; zh: string; en: string; purposeZh: string; purposeEn: string;
  actors: readonly RoleId[]; functionPointCount: number;
};
export type FunctionPoint = {
  id: FunctionPointId; seq: number; subsystem: SubsystemId; zh: string; en: string; actor: RoleId;
  alsoActors: readonly RoleId[]; publicFields: readonly string[]; saltedFields: readonly string[];
  hashedFields: readonly string[]; nullableFields: readonly string[];
  fieldValues: Readonly<Record<string, readonly string[]>>; rule: RuleId | null; alsoRules: readonly RuleId[];
  warning: WarningId | null; alsoWarnings: readonly WarningId[]; saltMode: 'per-record' | 'none';
  matchable: boolean; publicFrom: GateId; repeats: string | null; machines: readonly MachineId[];
};
export type Collecting = { id: string; state: string; act: EventId; completion: EventId; expected: string };
export type Machine = {
  id: MachineId; seq: number; zh: string; en: string; onePer: string; initial: string; final: readonly string[];
  starExcludes: readonly string[]; states: readonly string[]; collecting: readonly Collecting[];
};
export type MachineRow = {
  id: string; machine: MachineId; from: string; event: EventId; when: string | null; to: string; actor: RoleId;
  alsoActors: readonly RoleId[]; guards: readonly RuleId[]; timingZh: string | null; timingEn: string | null;
};
export type Step = {
  id: StepId; event: StepEvent; zh: string; en: string; kind: 'person' | 'system' | 'timer';
  fields: readonly string[]; param: ParamName | null; fp: FunctionPointId | null;
};
export type Fact = { id: FactId; values: readonly string[]; zh: string; en: string };
export type LimitOp = '>=' | '<=' | '=';
export type LimitUnit = 'd' | 'wd' | 'h' | 'min' | 's' | 'month' | 'y' | 'count' | 'ratio' | 'yuan';
export type Limit = {
  id: LimitId; zh: string; en: string; op: LimitOp; value: number | string | null; unit: LimitUnit; scope: string;
  kind: 'law' | 'local' | 'default' | 'none'; basis: string | null; confidence: 'high' | 'medium' | 'low';
  param: ParamName; categories: readonly CategoryId[] | null; kinds: readonly KindId[] | null;
  objectTypes: readonly string[] | null; stage: string | null; usedBy: readonly string[];
};
export type Rule = { id: RuleId; zh: string; en: string; kind: 'hard' | 'soft'; expr: string };
export type Warning = {
  id: WarningId; zh: string; en: string; severity: 'info' | 'notice' | 'warn' | 'high';
  audience: readonly string[]; trigger: readonly { on: string; ref: string }[];
};
export type Grant = {
  id: string; on: EventId; kind: 'act' | 'step'; role: RoleId; relation: RelationId;
};
export type Role = {
  id: RoleId; zh: string; en: string; side: string; keyHolder: string; mobileApp: string | null;
  mayZh: string; mayNotZh: string;
};
export type Department = { id: DepartmentId; zh: string; en: string };
export type Industry = {
  id: IndustryId; zh: string; en: string; category: CategoryId | null; objectionTo: string | null; complaintToZh: string;
  complaintToEn: string; timeRule: string; departmentIds: readonly DepartmentId[];
};
export type Gate = {
  id: GateId; zh: string; en: string; opens: readonly EventId[]; openingTypes: readonly string[];
  noteZh: string | null; noteEn: string | null;
};
export type EntryKindRow = {
  id: EntryKind; zh: string; en: string; fields: readonly string[]; ruleZh: string; ruleEn: string;
};
export type Kind = { id: KindId; zh: string; en: string; machine: MachineId; secondStage: MachineId | null };
export type SubItem = {
  id: SubItemId; category: CategoryId; seq: number; zh: string; en: string; sourceEvent: EventId;
  alsoSourceEvents: readonly EventId[]; publishWithin: string | null; minPeriod: string | null; release: GateId;
  limitKind: 'law' | 'local' | 'default' | null; note: string | null; itemCount: number; globalSeq: number;
};
export type Category = {
  id: CategoryId; seq: number; zh: string; en: string; prefix: string; kinds: readonly Kind[];
  supervisorZh: string; supervisorEn: string; subItems: readonly Omit<SubItem, 'globalSeq'>[];
};
export type DisclosureItem = {
  id: string; category: CategoryId; subItem: SubItemId; seq: number; key: string; zh: string; en: string;
  type: string; required: boolean; sourceEvent: EventId; mask: string; specElement: string | null; globalSeq: number;
};
export type Indicator = {
  id: IndicatorId; seq: number; zh: string; en: string; group: string; unit: string; level: readonly string[];
  direction: string; formula: string; thresholdType: string; threshold: string | null; secondRule: string | null;
  minSample: string; warning: WarningId | null; entities: readonly string[]; reference: string;
  explainZh: string; explainEn: string; isFamilyHead: boolean;
};
export type Service = {
  id: ServiceId; seq: number; zh: string; en: string; subsystem: SubsystemId;
  functionPoints: readonly FunctionPointId[]; forRole: RoleId; promise: string; before: string | null; theme: string;
};
export type ServiceLevel = {
  id: ServiceLevelId; family: string; zh: string; en: string; ruleZh: string; measureZh: string; measureEn: string;
  indicator: IndicatorId | null;
};
export type Theme = { id: ThemeId; theme: string; zh: string; en: string; evidence: string; check: string };
export type TestVector = { id: string; fn: string; args: readonly unknown[]; expect: number };
export type HolidayYear = {
  year: number; provisional: boolean; sourceZh: string; holidays: readonly Holiday[]; makeUpDays: readonly string[];
};
/** `en` where it is known. */
export type Region = { code: string; zh: string; en?: string };
export type Holiday = { zh: string; en: string; from: string; to: string };
