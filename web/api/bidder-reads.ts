// What only a bidder reads of its own affairs.
import { queryOptions } from '@tanstack/react-query';
import type { ApplicationsRead, InvitationsRead } from '../../src/contracts/admission-reads.ts';
import type { OwnClarificationsRead } from '../../src/contracts/reads.ts';
import { readJson } from './client.ts';

const seg = encodeURIComponent;

export const ownClarificationsQuery = (lotId: string) => queryOptions({
  queryKey: ['own-clarifications', lotId], queryFn: ({ signal }) => readJson<OwnClarificationsRead>(`/lots/${seg(lotId)}/clarifications/mine`, signal), refetchInterval: 15_000,
});

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'], queryFn: ({ signal }) => readJson<InvitationsRead>('/invitations', signal), refetchInterval: 60_000,
});

export const ownApplicationsQuery = (lotId: string) => queryOptions({
  queryKey: ['own-applications', lotId], queryFn: ({ signal }) => readJson<ApplicationsRead>(`/lots/${seg(lotId)}/applications`, signal),
});
