import { useQuery } from '@tanstack/react-query';
import type { PriceTemplate } from '../../src/contracts/price-table/template.ts';
import type { LotRead } from '../../src/contracts/reads.ts';
import { readBytes } from '../api/client.ts';

export interface LoadedTemplate { template: PriceTemplate; sha256: string }
type Document = LotRead['documents'][number];

const suffix = '.price-table.json';
export const isPriceTable = ({ name }: Pick<Document, 'name'>): boolean => name.endsWith(suffix);
export const priceTableName = ({ name }: Pick<Document, 'name'>): string => name.slice(0, -suffix.length);

/** Where a file of the documents is fetched from. */
export const pathOfDocument = (lotId: string, { restricted, sha256 }: Document): string => (restricted ? `/lots/${lotId}/files/${sha256}` : `/blobs/${sha256}`);

/** The tender's own template, if its documents have one: read here, its digest checked against what is published. */
export function useTemplate(lot: LotRead) {
  const file = lot.documents.find(isPriceTable);
  const query = useQuery({
    queryKey: ['price-template', file?.sha256], enabled: file !== undefined, staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<LoadedTemplate | null> => {
      if (!file) return null;
      const bytes = await readBytes(pathOfDocument(lot.lotId, file), signal);
      const [{ sha256Hex }, { readTemplate }] = await Promise.all([import('../../src/seal/bytes.ts'), import('../../src/contracts/price-table/index.ts')]);
      if (sha256Hex(bytes) !== file.sha256) throw new Error('the template is not the one that was published');
      return { template: readTemplate(bytes), sha256: file.sha256 };
    },
  });
  return { expected: file !== undefined, ...query };
}
