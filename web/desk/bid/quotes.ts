/** 谈判、磋商、单一来源: the methods in which quotes come in rounds. */
export const quotes = ({ kind }: { kind: string }): boolean => ['competitive-negotiation', 'competitive-consultation', 'single-source'].includes(kind);
