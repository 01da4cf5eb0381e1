import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { chancesQuery } from '../../api/chance-reads.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { reveal } from './contribution.ts';

/** While a page of the lot is open, what was committed to here is told as soon as it is asked for. Whoever committed has agreed to it. */
export function useReveals(lotId: string, identity: KeptIdentity | null, enabled: boolean): void {
  const { data } = useQuery({ ...chancesQuery(lotId), enabled });
  const at = useRef(new Set<string>());
  useEffect(() => {
    for (const chance of data?.items ?? []) {
      if (!identity || chance.state !== 'revealing' || at.current.has(chance.chanceId)) continue;
      at.current.add(chance.chanceId);
      // asked again with the next look if the line broke
      reveal(identity, lotId, chance).catch(() => { at.current.delete(chance.chanceId); });
    }
  }, [data, identity, lotId]);
}
