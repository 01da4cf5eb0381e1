import { queryOptions } from '@tanstack/react-query';
import type { ApplicationsRead } from '../../src/contracts/admission-reads.ts';
import type { OrdersRead } from '../../src/contracts/order-reads.ts';
import type { CalendarRead, QuestionsRead } from '../../src/contracts/document-reads.ts';
import type { AskedItemsRead, WorkroomRead } from '../../src/contracts/workroom.ts';
import { query, readJson } from './client.ts';

const seg = encodeURIComponent;

export const workroomQuery = (lotId: string) => queryOptions({
  queryKey: ['workroom', lotId], queryFn: ({ signal }) => readJson<WorkroomRead>(`/lots/${seg(lotId)}/workroom`, signal), retry: false, refetchInterval: 20_000,
});

export const askedItemsQuery = (lotId: string, act: string, noticeType: string | undefined) => queryOptions({
  queryKey: ['asked-items', lotId, act, noticeType], queryFn: ({ signal }) => readJson<AskedItemsRead>(`/lots/${seg(lotId)}/asked-items/${seg(act)}${query({ noticeType })}`, signal), staleTime: 60_000,
});

export const calendarQuery = (lotId: string, newBidDeadline: string | undefined) => queryOptions({
  queryKey: ['calendar', lotId, newBidDeadline], queryFn: ({ signal }) => readJson<CalendarRead>(`/lots/${seg(lotId)}/calendar${query({ newBidDeadline })}`, signal),
});

export const questionsQuery = (lotId: string) => queryOptions({
  queryKey: ['questions', lotId], queryFn: ({ signal }) => readJson<QuestionsRead>(`/lots/${seg(lotId)}/questions`, signal),
});

export const applicationsQuery = (lotId: string) => queryOptions({
  queryKey: ['applications', lotId], queryFn: ({ signal }) => readJson<ApplicationsRead>(`/lots/${seg(lotId)}/applications`, signal),
});

export const ordersQuery = (lotId: string) => queryOptions({
  queryKey: ['orders', lotId], queryFn: ({ signal }) => readJson<OrdersRead>(`/lots/${seg(lotId)}/orders`, signal), refetchInterval: 30_000,
});
