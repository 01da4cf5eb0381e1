import { useQuery } from '@tanstack/react-query';
import { postJson } from '../api/client.ts';
import { useTexts } from '../texts/index.tsx';

type Asked = { act: 'cer-verify' | 'led-verify'; subject: string; input: Record<string, unknown> };

/** What the platform says itself, beside what was checked here. Asking is what counts the check; a silence changes nothing. */
export function PlatformAnswer({ act, subject, input }: Asked) {
  const { t } = useTexts();
  const { data } = useQuery({
    queryKey: ['platform-answer', act, subject, input], staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false,
    queryFn: async () => (await postJson<{ result: { result: string } }>(`/acts/${act}`, { subject, input })).result.result,
  });
  if (!data) return null;
  return <p className="small muted">{t.verify.platformSays}{t.unit.colon}{t.verify.platformResults[data] ?? data}</p>;
}
