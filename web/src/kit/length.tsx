import { useLocale } from '../api/hotels';
import { boxText, lengthText, measureText, SHOWN_UNITS, type ShownUnit } from '../lib/lengths';
import { useStored } from '../lib/stored';

/** The unit in which lengths are shown, kept in this browser. The unit of a file is another matter: it decides how large the part is. */
export function useShownUnit(): [ShownUnit, (unit: ShownUnit) => void] {
  const [stored, store] = useStored('length-unit');
  return [SHOWN_UNITS.find((unit) => unit === stored) ?? 'mm', (unit) => store(unit === 'mm' ? null : unit)];
}

/** Says lengths as they are shown now. */
export function useLengths() {
  const [unit] = useShownUnit();
  const locale = useLocale();
  return {
    unit,
    length: (mm: number) => lengthText(mm, unit, locale),
    box: (sides: { x: number; y: number; z: number }) => boxText(sides, unit, locale),
    measure: (value: number, of: string) => measureText(value, of, unit, locale),
  };
}

/** mm or inches, for all lengths that are shown. */
export function UnitSwitch() {
  const [unit, choose] = useShownUnit();
  return (
    <span className="row" role="group" aria-label="Lengths are shown in">
      {SHOWN_UNITS.map((one) => (
        <button
          key={one}
          type="button"
          className="button button-plain"
          aria-pressed={unit === one}
          onClick={() => choose(one)}
        >
          {one}
        </button>
      ))}
    </span>
  );
}
