import { z } from 'zod';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadProject, projectParties, type ProjectFacts } from './lot.ts';

const input = z.strictObject({
  promiseVersion: z.string().trim().min(1).max(40),
  promiseFile: sha256Hex.describe('the signed letter, uploaded before'),
  signerIdNo: z.string().min(1).max(40),
});

/** 进场承诺书签署: by the tenderer itself, never by its agency. */
export const intPromise = defineAct<z.infer<typeof input>, ProjectFacts & { file: unknown }>({
  id: 'int-promise', kind: 'act', subjectKind: 'project', input,
  async load(read, cmd) {
    return { ...(await loadProject(read, cmd.subject)), file: await read.blob(cmd.input.promiseFile, cmd.actor.entityId) };
  },
  parties: projectParties,
  decide({ project, lots, file }, cmd, work) {
    if (!file) throw new Refusal('blob-missing', { field: 'promiseFile' });
    for (const lot of lots) work.move(lot.data.machine, lot, 'int-promise');
    project.data.promisedAt = work.now;
    work.put(project);
    const { promiseVersion, promiseFile, signerIdNo } = cmd.input;
    work.act('int-promise', {
      subject: project.id, public: { projectId: project.id, promiseVersion, signedAt: work.now }, salted: { signerIdNo }, docs: { promiseFile },
      facts: { signerValid: cmd.actor.certificateValid },
    });
    work.result = { projectId: project.id, signedAt: work.now };
  },
});
