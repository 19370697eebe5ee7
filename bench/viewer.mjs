/**
 * The viewer of parts in a real Chromium: a ring of many triangles, analysed as an upload is, sent as the server sends it (at most half a
 * million triangles), and shown by the script that customers' pages load. The time from asking for it to the first picture, and from
 * a key that turns it to the picture after it.
 */
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, quantile, ROUNDS, spread } from './support/figures.mjs';
import { writeRing } from './support/ring.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const TRIANGLES = size(1_000_000, 20_000, 'BENCH_VIEWER_TRIANGLES');
const PICTURES = size(60, 10);
const WEB = new URL('../dist/web/', import.meta.url);
const PAGE = `<!doctype html><title>bench</title><style>ns-part { display: block; width: 900px; height: 600px }</style><body>`;

const folder = mkdtempSync(join(tmpdir(), 'nightshift-viewer-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

heading(`a part of ${TRIANGLES.toLocaleString('en')} triangles in the viewer`);
const executablePath = process.env.TEST_CHROMIUM;
if (!executablePath) {
  row('left out', 'there is no Chromium');
  process.exit(0);
}

const [path, meshPath] = [join(folder, 'ring.stl'), join(folder, 'mesh')];
writeRing(path, TRIANGLES);
const { analyse } = await import('../dist/src/quoting/analysis/analyse.js');
await analyse({ path, name: 'ring.stl', unit: 'mm', meshPath, options: { performDfm: false } });

const server = createServer((request, response) => {
  const name = request.url.slice(1);
  if (name === '') return response.setHeader('content-type', 'text/html').end(PAGE);
  if (name === 'mesh') return response.end(readFileSync(meshPath));
  if (!/^[\w-]+(\/[\w-]+)*\.js$/.test(name)) return response.writeHead(404).end();
  return response.setHeader('content-type', 'text/javascript').end(readFileSync(new URL(name, WEB)));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const { chromium } = createRequire(new URL('../web/package.json', import.meta.url))('playwright-core');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
const [first, each] = [[], []];
let shown = 0;
for (let round = 0; round < ROUNDS; round++) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const seen = await page.evaluate(async (pictures) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await import('/part-view.js');
    const started = performance.now();
    const part = document.createElement('ns-part');
    part.setAttribute('src', '/mesh');
    document.body.append(part);
    while (part.dataset.picture === undefined && part.dataset.gl !== 'none') await frame();
    const first = performance.now() - started;
    const times = [];
    for (let n = 0; n < pictures; n++) {
      const before = performance.now();
      part.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      await frame();
      await frame();
      times.push(performance.now() - before);
    }
    return { first, times, triangles: Number(part.dataset.triangles) };
  }, PICTURES);
  first.push(seen.first);
  each.push(...seen.times);
  shown = seen.triangles;
  await page.close();
}
await browser.close();
server.close();

row('sent', `${shown.toLocaleString('en')} triangles`, `${(statSync(meshPath).size / 1e6).toFixed(1)} MB`);
row('first picture', `${spread(first, 0)} ms`, '', { value: median(first), atMost: 2_000, unit: 'ms' });
const p95 = quantile(each, 0.95);
const goal = { value: p95, atMost: 200, unit: 'ms' };
row('from a key to the picture after it', `${median(each).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`, '', goal);
exactly('at most half a million triangles are shown', shown > 0 && shown <= 500_000, true);
process.exit(exitCode());
