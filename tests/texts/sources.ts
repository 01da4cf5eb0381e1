import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { repositoryRoot } from '../../src/platform/paths.ts';

export interface Source { path: string; text: string }

/** Every source of the pages but tests and the texts themselves. */
export function webSources(): Source[] {
  const folder = join(repositoryRoot, 'web');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\.d\.ts$|^dist\//.test(path) && !path.startsWith('texts/'))
    .map((path) => ({ path: `web/${path}`, text: readFileSync(join(folder, path), 'utf8') }));
}

/** Literals with Chinese words in them; what a comment says is no literal. */
export function chineseLiterals({ path, text }: Source): string[] {
  const found: string[] = [];
  const look = (value: unknown, at: number): void => {
    if (typeof value === 'string' && /\p{Script=Han}/u.test(value)) found.push(`${path}:${text.slice(0, at).split('\n').length}: ${value.trim().slice(0, 60)}`);
  };
  new Visitor({
    Literal: (node) => { look(node.value, node.start); },
    TemplateElement: (node) => { look(node.value.cooked, node.start); },
    JSXText: (node) => { look(node.value, node.start); },
  }).visit(parseSync(path, text).program);
  return found;
}

export interface Mentions { names: Set<string>; wholes: Set<string> }

/** Names asked of any object, and those of them that are taken whole or asked by a name that is only known when the page runs. */
export function mentionsOf(sources: readonly Source[]): Mentions {
  const mentions: Mentions = { names: new Set(), wholes: new Set() };
  for (const { path, text } of sources) {
    const parts = new Set<number>();
    new Visitor({
      MemberExpression(node) {
        const { object } = node;
        // t.stages.bidding: `stages` is a step on the way, not taken whole
        if (!node.computed && object.type === 'MemberExpression') parts.add(object.start * 1e7 + object.end);
        if (node.computed || node.property.type !== 'Identifier') return;
        mentions.names.add(node.property.name);
        if (!parts.has(node.start * 1e7 + node.end)) mentions.wholes.add(node.property.name);
      },
      Property(node) { if (node.key.type === 'Identifier') mentions.names.add(node.key.name); },
    }).visit(parseSync(path, text).program);
  }
  return mentions;
}
