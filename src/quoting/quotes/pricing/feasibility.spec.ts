import { describe, expect, it } from '@jest/globals';
import { type PartFigures as Measured, partIssues } from '../../analysis/dfm/issues.js';
import { processToAsk } from '../../analysis/offered-processes.js';
import { PROCESS_KINDS } from '../../catalogue/processes/process.entity.js';
import { type LineTerms, priceLine } from './price-line.js';
import type { PartFigures } from './terms.js';
import { BOOK, line, PA12, PART, SLS } from './testing/a12.js';

const tiers = (over: Partial<LineTerms>) => priceLine(PART, line(over), BOOK, 2).tiers;
const codes = (over: Partial<LineTerms> = {}, part: Partial<PartFigures> = {}) =>
  priceLine({ ...PART, ...part }, line(over), BOOK, 2).reasons.map(({ code }) => code);

describe('what cannot be made is not priced', () => {
  it('walls that were not measured ask for a person, where the process has a limit for them and the part has walls', () => {
    expect(codes({}, { thicknessP1: null })).toEqual(['wall_not_measured']);
    expect(codes({ process: { ...SLS, minWall: null } }, { thicknessP1: null })).toEqual([]);
    expect(codes({}, { thicknessP1: null, verdict: 'open' })).toEqual(['part_not_solid']);
    // A quote of before is priced as it was.
    expect(priceLine({ ...PART, thicknessP1: null }, line(), BOOK, 2, 1).reasons).toEqual([]);
  });

  it('figures that an earlier version of the analyser had wrong ask for a person', () => {
    for (const [format, version, found] of [
      ['3mf', 3, ['measured_by_earlier_version']],
      ['3mf', 4, []],
      ['stl', 3, []],
    ] as const)
      expect(codes({}, { format, analyser: `nightshift-geometry/${version}` })).toEqual(found);
  });

  it.each(
    PROCESS_KINDS.flatMap((kind) =>
      [{}, { minWall: 2.5, cavities: false }, { cavities: true }].map((own) => ({ kind, own })),
    ),
  )('what is an error of the analysis for $kind with limits $own is a reason too', ({ kind, own }) => {
    const { limits } = processToAsk({ code: 'it', kind, limits: own });
    const process = { ...SLS, kind, minWall: limits.minWall === undefined ? null : String(limits.minWall) };
    const asked = { ...process, trapsPowder: limits.trapsPowder ?? false };
    const sheet = kind === 'sheet_cut' ? { cutLength: 400, area: 500, contours: 1, openContours: 0 } : null;
    const found: Measured = {
      kind: sheet ? 'sheet' : 'body',
      ...{ box: PART.box!, overhang: 0, sheet, fits: [] },
      thickness: sheet ? null : { min: 0.1, p1: 0.1, median: 1 },
      trappedVolume: sheet ? 0 : 5,
    };
    const errors = partIssues(found, limits).filter(({ severity }) => severity === 'error');
    const part = { kind: found.kind, sheet, thicknessP1: sheet ? null : 0.1, trappedVolume: found.trappedVolume };
    const material = { ...PA12, thickness: '2' };
    const reasons = codes({ process: asked, material }, part);
    const names: Record<string, string> = { thin_wall: 'wall_too_thin' };
    expect(reasons).toEqual(errors.map(({ code }) => names[code] ?? code));
  });
});

describe('machines', () => {
  it('one without a rate of its own is as dear as its process', () => {
    const own = (hourlyMinor: number) => [
      { id: 1, name: 'Own', bed: { x: '300', y: '300', z: '300' }, hourlyMinor },
      { id: 2, name: 'Usual', bed: { x: '300', y: '300', z: '300' }, hourlyMinor: null },
    ];
    const [dearer, cheaper] = [own(30_00), own(9_00)].map((machines) => tiers({ machines, quantities: [100] })[0]!);
    expect([dearer!.cost!.machine, dearer!.unitMinor, cheaper!.cost!.machine]).toEqual(['6.2202', 12_83, '3.1101']);
    expect(priceLine(PART, line({ machines: own(30_00), quantities: [100] }), BOOK, 2, 1).tiers[0]!.unitMinor).toBe(
      18_25,
    );
  });

  it('a machine has room for a rod that lies across its bed (A8), and none once the bed is smaller', () => {
    const sides = { x: 10, y: 10, z: 300 };
    const rod = { ...PART, box: sides, orientedBox: sides };
    const bed = (side: string) => [{ id: 1, name: 'Bed', bed: { x: side, y: side, z: '250' }, hourlyMinor: null }];
    expect(codes({ machines: bed('220') }, rod)).toEqual([]);
    expect(codes({ machines: bed('219') }, rod)).toEqual(['too_big']);
  });
});
