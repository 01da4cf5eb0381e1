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

interface SelectProps { id: string; value: string; change: (code: string) => void; wrong?: boolean; disabled?: boolean }

/** A place by its names: province, prefecture, county; as far down as one wants to go. */
export function RegionSelect({ id, value, change, wrong = false, disabled = false }: SelectProps) {
  const { t, language } = useTexts();
  const { data } = useQuery(namesQuery);
  if (!data) return <select id={id} className="input" disabled><option>{value}</option></select>;
  const path = data.regionPath(value);
  // a code that has left the list stands for itself
  const unlisted = value !== '' && path.at(-1) !== value ? value : '';
  const levels = ['', ...path].map((under) => ({ under, steps: data.regionsUnder(under) })).filter(({ steps }) => steps.length > 0);
  return (
    <span className="region-select" role="group">
      {levels.map(({ under, steps }, i) => (
        <select key={i} id={i === 0 ? id : undefined} className="input" disabled={disabled} aria-label={i === 0 ? undefined : t.unit.regionLevels[i]} aria-invalid={wrong || undefined} value={path[i] ?? unlisted} onChange={(e) => { change(e.target.value || under); }}>
          <option value="">{i === 0 ? t.unit.regionFirst : t.unit.regionWhole}</option>
          {unlisted && i === path.length ? <option value={unlisted}>{unlisted}</option> : null}
          {steps.map(({ code, names }) => <option key={code} value={code}>{names[language]}</option>)}
        </select>
      ))}
    </span>
  );
}
