import { ownLocale } from './locale';

/** Lengths, areas and volumes come in mm and are shown in the unit somebody has chosen. */
export const SHOWN_UNITS = ['mm', 'in'] as const;
export type ShownUnit = (typeof SHOWN_UNITS)[number];

const MM_PER_INCH = 25.4;

/** So many digits that two places of a part can be told apart, and no more than a measuring tool shows. */
function figure(value: number, decimals: number, locale?: string): string {
  return new Intl.NumberFormat(locale ?? ownLocale(), { maximumFractionDigits: decimals }).format(value);
}

/** `12.7 mm`, `0.5 in`. */
export function lengthText(mm: number, unit: ShownUnit, locale?: string): string {
  return unit === 'in' ? `${figure(mm / MM_PER_INCH, 4, locale)} in` : `${figure(mm, 2, locale)} mm`;
}

/** `20 × 30 × 40 mm`; of what is flat `20 × 30 mm`. */
export function boxText({ x, y, z }: { x: number; y: number; z: number }, unit: ShownUnit, locale?: string): string {
  const all = (z > 0 ? [x, y, z] : [x, y]).map((mm) =>
    unit === 'in' ? figure(mm / MM_PER_INCH, 3, locale) : figure(mm, 2, locale),
  );
  return `${all.join(' × ')} ${unit}`;
}

/** `52 cm²`, `8.06 in²`. */
export function areaText(mm2: number, unit: ShownUnit, locale?: string): string {
  return unit === 'in' ? `${figure(mm2 / MM_PER_INCH ** 2, 3, locale)} in²` : `${figure(mm2 / 100, 2, locale)} cm²`;
}

/** `15.55 cm³`, `0.949 in³`. */
export function volumeText(mm3: number, unit: ShownUnit, locale?: string): string {
  return unit === 'in' ? `${figure(mm3 / MM_PER_INCH ** 3, 4, locale)} in³` : `${figure(mm3 / 1000, 3, locale)} cm³`;
}

/** Whatever was measured, in the unit the API names it in. */
export function measureText(value: number, of: string, unit: ShownUnit, locale?: string): string {
  switch (of) {
    case 'mm':
      return lengthText(value, unit, locale);
    case 'mm2':
      return areaText(value, unit, locale);
    case 'mm3':
      return volumeText(value, unit, locale);
    case 'share':
      return `${figure(100 * value, 1, locale)} %`;
    case 'deg':
      return `${figure(value, 1, locale)}°`;
    default:
      return figure(value, 2, locale);
  }
}
