import { queryOptions } from '@tanstack/react-query';
import type { ChancesRead } from '../../src/contracts/chances.ts';
import { readJson } from './client.ts';

/** Every two seconds while a list is fixed and contributions are awaited: they have two minutes. */
export const chancesQuery = (lotId: string) => queryOptions({
  queryKey: ['chances', lotId], queryFn: ({ signal }) => readJson<ChancesRead>(`/lots/${encodeURIComponent(lotId)}/chances`, signal),
  refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'frozen' || one.state === 'revealing') ? 2_000 : 10_000),
});
