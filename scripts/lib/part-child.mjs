/** A process that analyses one file after another and tells what came of each. Started by fuzz-parts.mjs. */
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const { analyse } = await import(join(ROOT, 'dist/src/quoting/analysis/analyse.js'));
const { PartFileError } = await import(join(ROOT, 'dist/src/quoting/analysis/part-file-error.js'));
const machines = [{ id: 'a', x: 200, y: 200, z: 200 }];
const limits = { minWall: 1, minHole: 1, minSize: 1, maxOverhang: 0.2, trapsPowder: true, roundTool: true };

process.on('message', async ({ path, name, folder }) => {
  const answer = {};
  try {
    const previews = { meshPath: join(folder, 'mesh'), thumbnailPath: join(folder, 'png') };
    const part = await analyse({ path, name, fileType: 'stl', unit: 'mm', machines, limits, ...previews });
    answer.fault = faultOf(part);
    answer.outcome = part.reviewReasons.length === 0 ? 'priced' : 'for a person';
  } catch (error) {
    if (error instanceof PartFileError) answer.outcome = error.code;
    else answer.fault = `another error than PartFileError: ${error?.stack ?? error}`;
  }
  process.send({ ...answer, memory: process.resourceUsage().maxRSS / 1024 });
});
process.send({ ready: true });

/** What would give a wrong price: a part that no person looks at needs a size that is a number above zero. */
function faultOf(part) {
  if (part.reviewReasons.length > 0) return undefined;
  const sizes =
    part.kind === 'sheet' ? { cut: part.sheet?.cutLength, area: part.area } : { volume: part.volume, area: part.area };
  for (const [name, value] of Object.entries(sizes)) {
    if (!(Number.isFinite(value) && value > 0)) return `priced with ${name} ${value}`;
  }
  if (!Number.isFinite(part.box.x + part.box.y + part.box.z)) return 'priced with a box that is not finite';
  return undefined;
}
