import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { join } from 'node:path';
import { repositoryRoot } from '../../src/platform/paths.ts';
import { exitCodes, StartError } from '../../src/platform/start-error.ts';
import type { CaseFile } from '../../src/play/case-file.ts';
import { playable } from '../../src/play/procurement.ts';

/** A case as its schema has it; what is wrong with it is told in one line, before anything is played. */
export async function readCase(path: string): Promise<CaseFile> {
  const value = parse(await readFile(path, 'utf8').catch(() => { throw wrong(path, 'cannot be read'); }), path);
  const check = new Ajv2020({ strict: false }).compile(JSON.parse(await readFile(join(repositoryRoot, 'cases', 'case.schema.json'), 'utf8')) as object);
  if (!check(value)) {
    const [first] = check.errors ?? [];
    throw wrong(path, `${first?.instancePath ?? ''} ${first?.message ?? 'does not fit the schema'}`.trim());
  }
  const file = value as CaseFile;
  if (!playable(file.category, file.kind)) throw wrong(path, `category ${file.category}, kind ${file.kind}: playable are engineering and gov-procurement, in the kinds of categories.json`);
  return file;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(path, 'is not JSON');
  }
}

function wrong(path: string, what: string): StartError { return new StartError(`${path}: ${what}`, exitCodes.badUsage); }
