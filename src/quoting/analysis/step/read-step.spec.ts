import { describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { measure } from '../testing/measure.js';
import { faultOf } from '../testing/fault.js';
import { readStep } from './read-step.js';
import { declaredMeasures } from './step-text.js';

const files = join(dirname(createRequire(import.meta.url).resolve('occt-import-js/package.json')), 'test/testfiles');
const file = (path: string) => readFileSync(join(files, path));
const read = (path: string) => readStep(file(path), path.endsWith('.igs') ? 'iges' : 'step');

describe('public files with figures (rules A.3)', () => {
  it.each<[string, number, number, number]>([
    ['cube-10x10mm/Cube 10x10.stp', 1000, 600, 1e-9],
    ['cube-10x10mm/Cube 10x10.igs', 1000, 600, 1e-9],
    ['simple-basic-cube/cube.stp', 27e6, 540_000, 1e-9],
    ['cube-units/cube-m.step', 1e9, 6e6, 1e-9],
    ['cube-units/cube-mm.step', 1e9, 6e6, 1e-9],
    ['cube-units/cube-in.step', 1e9, 6e6, 1e-9],
    // One edge of radius 5: 1000 − 250·(1 − π/4).
    ['rounded-cube/rounded-cube.step', 946.34954, 567.80972, 1e-4],
    ['cax-if/sg1-c5-214.stp', 355_877.882829, 46_607.8737, 1e-3],
  ])('%s', async (path, volume, area, tolerance) => {
    const { surfaces, unit, reviewReasons } = await read(path);
    const [found] = surfaces.map(measure);
    expect(surfaces).toHaveLength(1);
    expect(Math.abs(found!.volume / volume - 1)).toBeLessThan(tolerance);
    expect(Math.abs(found!.area / area - 1)).toBeLessThan(tolerance);
    expect({ unit, reviewReasons }).toEqual({ unit: 'mm', reviewReasons: [] });
  });

  it('counts every body of an assembly, and follows declared cubic inches', async () => {
    // Drawn and declared in inches: 765 931.738 in³ in all, 1.2551e10 mm³.
    const { surfaces, declared, reviewReasons } = await read('cax-if/as1_pe_203.stp');
    const volumes = surfaces.map((surface) => measure(surface).volume);
    const total = volumes.reduce((sum, v) => sum + v, 0);
    expect(surfaces).toHaveLength(18);
    expect(Math.max(...declared.volumes) / 25.4 ** 3).toBeCloseTo(765_931.738, 0);
    expect(Math.abs(total / 1.2551372e10 - 1)).toBeLessThan(1e-4);
    expect(reviewReasons).toEqual([]);
  });

  it('has a person look when the file declares another volume than its faces enclose', async () => {
    const text = file('cax-if/sg1-c5-214.stp').toString('latin1');
    const [declared] = declaredMeasures(text).volumes;
    const number = /VOLUME_MEASURE\(\s*([\d.E+]+)/.exec(text)![1]!;
    expect(declared).toBeCloseTo(355_877.882829, 3);
    const changed = text.replaceAll(number, String(Number(number) * 1.01));
    expect((await readStep(Buffer.from(changed, 'latin1'), 'step')).reviewReasons).toEqual([
      'declared_measures_differ',
    ]);
  });
});

describe('damaged files', () => {
  const cube = file('cube-units/cube-mm.step');
  it.each<[string, string, Buffer, 'step' | 'iges']>([
    ['truncated', 'cut off', cube.subarray(0, cube.length / 2), 'step'],
    ['malformed', 'no STEP at all', Buffer.from('ISO-10303-21;\nrubbish\nEND-ISO-10303-21;\n'), 'step'],
    ['malformed', 'no IGES at all', Buffer.from('rubbish'), 'iges'],
  ])('%s: %s', async (code, _, bytes, format) => {
    expect(await faultOf(() => readStep(bytes, format))).toBe(code);
  });

  it('is empty without a body', async () => {
    const without = cube
      .toString('latin1')
      .replaceAll('MANIFOLD_SOLID_BREP', 'MANIFOLD_SOLID_BRAP')
      .replaceAll('ADVANCED_FACE', 'ADVANCED_FRCE');
    expect(await faultOf(() => readStep(Buffer.from(without, 'latin1'), 'step'))).toMatch(/^(empty|malformed)$/);
  });
});

describe('declared measures', () => {
  const text = (unit: string) =>
    `#1=MEASURE_REPRESENTATION_ITEM('volume measure',VOLUME_MEASURE(2.E0),#2);\n#2=DERIVED_UNIT((#3));\n#3=DERIVED_UNIT_ELEMENT(#4,3.E0);\n${unit}`;
  it.each<[string, string, number[]]>([
    ['millimetres', '#4=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.));', [2]],
    ['metres', '#4=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT($,.METRE.));', [2e9]],
    [
      'inches',
      "#4=(CONVERSION_BASED_UNIT('INCH',#5)LENGTH_UNIT()NAMED_UNIT(#7));\n#5=LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(2.54E1),#6);\n#6=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.));",
      [2 * 25.4 ** 3],
    ],
    ['a unit that leads nowhere', '', []],
    [
      'a unit that leads to itself',
      "#4=(CONVERSION_BASED_UNIT('X',#5)LENGTH_UNIT());\n#5=LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(2.),#4);",
      [],
    ],
  ])('in %s', (_, unit, volumes) => {
    expect(declaredMeasures(text(unit)).volumes.map((v) => v / (volumes[0] ?? 1))).toEqual(
      volumes.map(() => expect.closeTo(1, 12)),
    );
  });
});

describe('without the optional package', () => {
  it.each(['step', 'iges'] as const)('%s files are refused by name', async (format) => {
    jest.resetModules();
    jest.unstable_mockModule('occt-import-js', () => {
      throw Object.assign(new Error("Cannot find package 'occt-import-js'"), { code: 'ERR_MODULE_NOT_FOUND' });
    });
    try {
      const { readStep: readWithout } = await import('./read-step.js');
      const bytes = file(format === 'step' ? 'cube-units/cube-mm.step' : 'cube-10x10mm/Cube 10x10.igs');
      await expect(readWithout(bytes, format)).rejects.toMatchObject({
        name: 'PartFileError',
        code: 'reader_missing',
        message: expect.stringContaining('occt-import-js is not installed'),
      });
    } finally {
      jest.unstable_unmockModule('occt-import-js');
      jest.resetModules();
    }
  });
});
