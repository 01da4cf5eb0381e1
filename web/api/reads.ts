// One query per public read. Pages name what they need; addresses stand here only.
import { queryOptions } from '@tanstack/react-query';
import type {
  CertificateRead, DigestsRead, DisclosuresRead, LotRead, OpeningRead, PapersRead, PlatformRead, PortalRead, ReceiptRead, ResultsRead, RoundsRead,
  TimelineRead,
} from '../../src/contracts/reads.ts';
import type { InviteesRead } from '../../src/contracts/admission-reads.ts';
import type { FrameworkRead } from '../../src/contracts/framework-reads.ts';
import type { DisclosureStatusRead, LotDisclosuresRead } from '../../src/contracts/disclosure.ts';
import type { SearchRead, SuggestionsRead } from '../../src/contracts/search.ts';
import type { LeafCheck } from '../proof/check-leaf.ts';
import type { SealedCheck, SealedPlace } from '../proof/sealed.ts';
import { query, readBytes, readJson, readText } from './client.ts';

const seg = encodeURIComponent;

export const platformQuery = queryOptions({
  queryKey: ['platform'], queryFn: ({ signal }) => readJson<PlatformRead>('/platform', signal), staleTime: 60_000,
});

export const portalQuery = queryOptions({
  queryKey: ['portal'], queryFn: ({ signal }) => readJson<PortalRead>('/portal', signal), refetchInterval: 15_000,
});

export const searchQuery = (params: Record<string, string | undefined>) => queryOptions({
  queryKey: ['search', params], queryFn: ({ signal }) => readJson<SearchRead>(`/search${query({ ...params, limit: 20 })}`, signal),
});

export const suggestionsQuery = (q: string) => queryOptions({
  queryKey: ['suggestions', q], queryFn: ({ signal }) => readJson<SuggestionsRead>(`/search/suggestions${query({ q })}`, signal), staleTime: 30_000, enabled: q !== '',
});

export const lotQuery = (lotId: string) => queryOptions({
  queryKey: ['lot', lotId], queryFn: ({ signal }) => readJson<LotRead>(`/lots/${seg(lotId)}`, signal),
});

export const timelineQuery = (lotId: string) => queryOptions({
  queryKey: ['timeline', lotId], queryFn: ({ signal }) => readJson<TimelineRead>(`/lots/${seg(lotId)}/timeline`, signal),
  refetchInterval: 20_000,
});

export const roundsQuery = (lotId: string) => queryOptions({
  queryKey: ['rounds', lotId], queryFn: ({ signal }) => readJson<RoundsRead>(`/lots/${seg(lotId)}/rounds`, signal), refetchInterval: 15_000,
});

export const inviteesQuery = (lotId: string) => queryOptions({
  queryKey: ['invitees', lotId], queryFn: ({ signal }) => readJson<InviteesRead>(`/lots/${seg(lotId)}/invitations`, signal),
});

export const frameworkQuery = (lotId: string) => queryOptions({
  queryKey: ['framework', lotId], queryFn: ({ signal }) => readJson<FrameworkRead>(`/lots/${seg(lotId)}/framework`, signal), refetchInterval: 15_000,
});

export const openingQuery = (lotId: string) => queryOptions({
  queryKey: ['opening', lotId], queryFn: ({ signal }) => readJson<OpeningRead>(`/lots/${seg(lotId)}/opening`, signal),
  // the stream keeps it fresh; a second reading would only race it
  staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, gcTime: 0,
});

export const papersQuery = (lotId: string) => queryOptions({
  queryKey: ['papers', lotId], queryFn: ({ signal }) => readJson<PapersRead>(`/lots/${seg(lotId)}/papers`, signal),
});

export const resultsQuery = (lotId: string) => queryOptions({
  queryKey: ['results', lotId], queryFn: ({ signal }) => readJson<ResultsRead>(`/lots/${seg(lotId)}/results`, signal),
});

export const disclosuresQuery = (lotId: string) => queryOptions({
  queryKey: ['disclosures', lotId], queryFn: ({ signal }) => readJson<DisclosuresRead>(`/disclosures${query({ lotId })}`, signal),
});

export const lotDisclosuresQuery = (lotId: string) => queryOptions({
  queryKey: ['lot-disclosures', lotId], queryFn: ({ signal }) => readJson<LotDisclosuresRead>(`/lots/${seg(lotId)}/disclosures`, signal),
});

export const disclosureStatusQuery = (params: Record<string, string | undefined>) => queryOptions({
  queryKey: ['disclosure-status', params], queryFn: ({ signal }) => readJson<DisclosureStatusRead>(`/disclosure-status${query({ ...params, limit: 30 })}`, signal),
});

export const certificateQuery = (no: string) => queryOptions({
  queryKey: ['certificate', no], queryFn: ({ signal }) => readJson<CertificateRead>(`/certificates/${seg(no)}`, signal),
});

export const digestQuery = (sha256: string) => queryOptions({
  queryKey: ['digest', sha256], queryFn: ({ signal }) => readJson<DigestsRead>(`/digests/${seg(sha256)}`, signal),
});

export const checkpointQuery = queryOptions({
  queryKey: ['checkpoint'], queryFn: ({ signal }) => readText('/ledger/checkpoint', signal), refetchInterval: 15_000,
});

export type LeafReport = {
  receipt: ReceiptRead; check: LeafCheck | null; sealed: SealedCheck | null; proofText: string | null; entryBytes: Uint8Array | null;
};

/** Fetches the files of one leaf and checks them here; `check` is null while the leaf has not entered the log. */
export const leafReportQuery = (leafId: string, vkey: string | undefined) => queryOptions({
  queryKey: ['leaf-report', leafId, vkey], enabled: vkey !== undefined,
  queryFn: async ({ signal }): Promise<LeafReport> => {
    const receipt = await readJson<ReceiptRead>(`/receipts/${seg(leafId)}`, signal);
    const { checkLeaf, checkSealed } = await import('../proof/checks.ts');
    const sealedAt = async (place: SealedPlace) => checkSealed(receipt.bodyHash, place, await readBytes(`/ledger/entries/${place.batch}`, signal));
    if (receipt.index === undefined || vkey === undefined) {
      const { sealed } = receipt;
      const place = sealed ? await sealedAt({ batch: sealed.batchIndex, slot: sealed.slot, salt: sealed.salt, path: sealed.path }) : null;
      return { receipt, check: null, sealed: place, proofText: null, entryBytes: null };
    }
    const [entryBytes, proofText] = await Promise.all([
      readBytes(`/ledger/entries/${receipt.index}`, signal), readText(`/ledger/proofs/${seg(leafId)}`, signal),
    ]);
    const check = await checkLeaf({ entryBytes, proofText, receipt, vkey });
    return { receipt, check, sealed: check.entry.sealed ? await sealedAt(check.entry.sealed) : null, proofText, entryBytes };
  },
});
