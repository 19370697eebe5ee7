import { afterAll, expect, it } from '@jest/globals';
import { analyse } from '../analyse.js';
import { Folder, meshXml, modelXml, threeMf } from '../testing/files.js';
import { cube } from '../testing/shapes.js';

const folder = new Folder();
afterAll(() => folder.remove());

const read = async (model: string, others: Record<string, string> = {}) => {
  const path = folder.write('part', await threeMf(model, others));
  return analyse({ path, name: 'part.3mf', unit: 'mm', options: { performDfm: false } });
};
const object = (id: number, content: string) => `<object id="${id}" type="model">${content}</object>`;
const item = (id: number) => `<item objectid="${id}"/>`;

// PrusaSlicer's ModelVolume::type_to_string; subtypes of Bambu Studio and OrcaSlicer. Ultimaker/Cura#10430, #13072.
const prusa = 'Slic3r_PE_model.config';
const bambu = 'model_settings.config';
it.each([
  ...['ParameterModifier', 'NegativeVolume', 'SupportBlocker', 'SupportEnforcer'].map(
    (type) => [prusa, type, true] as const,
  ),
  ...['modifier_part', 'negative_part', 'support_blocker', 'support_enforcer'].map(
    (type) => [bambu, type, true] as const,
  ),
  [prusa, 'ModelPart', false],
  [bambu, 'normal_part', false],
])('%s: a volume that only a slicer knows to be a %s asks for a person: %p', async (file, type, asks) => {
  const settings =
    file === prusa
      ? `<config><volume><metadata key="volume_type" value="${type}"/></volume></config>`
      : `<config><part id="1" subtype="${type}"></part></config>`;
  const model = modelXml(object(1, meshXml(cube(10))), item(1));
  const found = await read(model, { [`Metadata/${file}`]: settings });
  expect(found.reviewReasons).toEqual(asks ? ['modifier_volumes'] : []);
});

it.each([
  ...['support', 'anti_overhang', 'infill', 'cutting'].map(
    (kind) => [`cura:${kind}_mesh`, 'True', ['modifier_volumes']] as const,
  ),
  ['cura:support_mesh', 'False', []],
  ['cura:infill_line_distance', 'True', []],
])('an object that Cura marks with %s %s: %j', async (name, value, reasons) => {
  const mark = `<metadatagroup><metadata name="${name}" preserve="1" type="xs:string">${value}</metadata></metadatagroup>`;
  const marked = object(2, mark + meshXml(cube(5, [30, 0, 0])));
  expect((await read(modelXml(object(1, meshXml(cube(10))) + marked, item(1) + item(2)))).reviewReasons).toEqual(
    reasons,
  );
});
