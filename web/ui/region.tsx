import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTexts } from '../texts/index.tsx';

// three thousand names: they come with the first page that needs one
const namesQuery = queryOptions({ queryKey: ['region-names'], queryFn: () => import('../../src/kernel/regions.ts'), staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY });

/** The name of a place by its code; the code itself until the names are there. */
export function useRegionName(code: string): string {
  const { language } = useTexts();
  const { data } = useQuery({ ...namesQuery, enabled: code !== '' });
  return data?.regionNames(code)[language] ?? code;
}

export function RegionName({ code }: { code: string }) {
  return <span title={code}>{useRegionName(code)}</span>;
}
