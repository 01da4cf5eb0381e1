import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ActionsRead, ContractRead, DeskRead } from '../../src/contracts/desk.ts';
import { query, readJson } from './client.ts';

const seg = encodeURIComponent;

export const deskQuery = (q: string) => infiniteQueryOptions({
  queryKey: ['desk', q], initialPageParam: '', refetchInterval: 30_000, placeholderData: keepPreviousData,
  queryFn: ({ pageParam, signal }) => readJson<DeskRead>(`/desk${query({ q, cursor: pageParam, limit: 50 })}`, signal),
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

export const actionsQuery = (lotId: string) => queryOptions({
  queryKey: ['actions', lotId], queryFn: ({ signal }) => readJson<ActionsRead>(`/lots/${seg(lotId)}/actions`, signal), refetchInterval: 20_000,
});

export const contractQuery = (act: string) => queryOptions({
  queryKey: ['contract', act], queryFn: ({ signal }) => readJson<ContractRead>(`/contracts/${seg(act)}`, signal), staleTime: Number.POSITIVE_INFINITY,
});

/** Counts of the draw of experts: who was called nobody is told before the award. */
export interface DrawRead { state: string; evaluationStart: string; headcount: number; accepted: number; voidCount: number }

export const drawQuery = (lotId: string) => queryOptions({
  queryKey: ['draw', lotId], queryFn: ({ signal }) => readJson<DrawRead>(`/lots/${seg(lotId)}/draw`, signal), retry: false, refetchInterval: 10_000,
});
