/** One reader of STL in a process of its own: `geometry.mjs '{"contender":…,"path":…}'`. Sends seconds, figures and its peak memory. */
import { readFileSync } from 'node:fs';
import { seconds } from '../support/figures.mjs';

process.once('disconnect', () => process.exit(1));
const { contender, path } = JSON.parse(process.argv[2]);
const analysis = (name) => import(`../../dist/src/quoting/analysis/${name}.js`);

const contenders = {
  /** Nothing but the bytes, in pieces: what any reader has to wait for. */
  async plain() {
    const { PartFile } = await analysis('formats/part-file');
    const chunk = new Uint8Array(1 << 20);
    return {
      load: () =>
        PartFile.use(path, (file) => {
          let bytes = 0;
          while (bytes < file.size) bytes += file.read(chunk, bytes);
          return bytes;
        }),
    };
  },
  async nightshift() {
    const { readPart } = await analysis('formats/read-part');
    const { READ_LIMITS } = await analysis('formats/part-contents');
    const { measure } = await analysis('geometry/measure');
    const { weld } = await analysis('geometry/weld');
    const { census } = await analysis('geometry/census');
    let surface;
    return {
      load: async () => {
        const contents = await readPart(path, [], 'mm', READ_LIMITS, () => {});
        surface = contents.surfaces[0];
        return measure(surface.positions, surface.triangles).signedVolume;
      },
      census: () => {
        const { boundary, nonManifold } = census(weld(surface.positions, surface.triangles));
        return boundary + nonManifold;
      },
    };
  },
  async three() {
    const { STLLoader } = await import('three/addons/loaders/STLLoader.js');
    return {
      load: () => {
        const bytes = readFileSync(path);
        const geometry = new STLLoader().parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
        // The loader gives no volume: the same sum as ours over what it has read.
        const p = geometry.attributes.position.array;
        let six = 0;
        for (let i = 0; i < p.length; i += 9) {
          six +=
            p[i] * (p[i + 4] * p[i + 8] - p[i + 5] * p[i + 7]) +
            p[i + 1] * (p[i + 5] * p[i + 6] - p[i + 3] * p[i + 8]) +
            p[i + 2] * (p[i + 3] * p[i + 7] - p[i + 4] * p[i + 6]);
        }
        return six / 6;
      },
    };
  },
  async 'node-stl'() {
    const { default: NodeStl } = await import('node-stl');
    return { load: () => new NodeStl(path).volume * 1000 };
  },
  /** Everything that an analysis does, with thickness, boxes and previews. */
  async analyse() {
    const { analyse } = await analysis('analyse');
    return { load: async () => (await analyse({ path, name: 'part.stl', unit: 'mm' })).volume };
  },
};

const { load, census } = await contenders[contender]();
let volume;
let open;
const loading = await seconds(async () => (volume = await load()));
const checking = census ? await seconds(() => (open = census())) : undefined;
const peak = process.resourceUsage().maxRSS / 1024;
process.send({ loading, checking, volume, open, peak }, () => process.exit(0));
