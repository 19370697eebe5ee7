/** Volumes and areas that the program which wrote a STEP file declares for its shapes, in mm³ and mm². */
export interface DeclaredMeasures {
  volumes: number[];
  areas: number[];
}

/**
 * The "geometric validation properties" of a STEP file. Each value names its own unit (as1_pe_203.stp declares cubic inches), which is
 * followed through DERIVED_UNIT to the SI unit or the conversion; a value whose unit cannot be followed is left out.
 */
export function declaredMeasures(text: string): DeclaredMeasures {
  const measures: DeclaredMeasures = { volumes: [], areas: [] };
  if (!/(?:VOLUME|AREA)_MEASURE/.test(text)) return measures;
  const instances = instancesOf(text);
  for (const body of instances.values()) {
    const found =
      /^MEASURE_REPRESENTATION_ITEM\(.*?,\s*(VOLUME|AREA)_MEASURE\(\s*([-+.\dE]+)\s*\)\s*,\s*#(\d+)\s*\)$/is.exec(body);
    if (!found) continue;
    const factor = derivedUnit(instances, found[3]!, found[1] === 'VOLUME' ? 3 : 2);
    const value = Number(found[2]) * (factor ?? NaN);
    if (value > 0 && Number.isFinite(value)) (found[1] === 'VOLUME' ? measures.volumes : measures.areas).push(value);
  }
  return { volumes: [...new Set(measures.volumes)], areas: [...new Set(measures.areas)] };
}

/** Only instances about measures and units are kept; a file of a hundred megabytes has few. */
function instancesOf(text: string): Map<string, string> {
  const instances = new Map<string, string>();
  const statement = /#(\d+)\s*=\s*([^;]{1,2000});/g;
  for (let found = statement.exec(text); found; found = statement.exec(text)) {
    if (/MEASURE|UNIT/.test(found[2]!)) instances.set(found[1]!, found[2]!.replace(/\s*\n\s*/g, '').trim());
  }
  return instances;
}

function derivedUnit(instances: Map<string, string>, id: string, power: number): number | undefined {
  const unit = instances.get(id) ?? '';
  const element = /DERIVED_UNIT\(\s*\(\s*#(\d+)\s*\)\s*\)/.exec(unit)?.[1];
  if (!element) return undefined;
  const [, length, exponent] =
    /DERIVED_UNIT_ELEMENT\(\s*#(\d+)\s*,\s*([-+.\dE]+)\s*\)/.exec(instances.get(element) ?? '') ?? [];
  const factor = length && Number(exponent) === power ? lengthUnit(instances, length, 0) : undefined;
  return factor === undefined ? undefined : factor ** power;
}

const PREFIX: Record<string, number> = { MICRO: 1e-3, MILLI: 1, CENTI: 10, DECI: 100, KILO: 1e6 };

/** Millimetres of a length unit. */
function lengthUnit(instances: Map<string, string>, id: string, depth: number): number | undefined {
  const unit = instances.get(id) ?? '';
  const si = /SI_UNIT\(\s*(?:\.(\w+)\.|\$)\s*,\s*\.METRE\.\s*\)/.exec(unit);
  if (si) return si[1] ? PREFIX[si[1]] : 1000;
  const measure = /CONVERSION_BASED_UNIT\(\s*'[^']*'\s*,\s*#(\d+)\s*\)/.exec(unit)?.[1];
  if (!measure || depth > 3) return undefined;
  const [, value, base] = /LENGTH_MEASURE\(\s*([-+.\dE]+)\s*\)\s*,\s*#(\d+)/.exec(instances.get(measure) ?? '') ?? [];
  const inner = base ? lengthUnit(instances, base, depth + 1) : undefined;
  return inner === undefined ? undefined : Number(value) * inner;
}
