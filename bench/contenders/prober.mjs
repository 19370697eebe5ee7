/** `prober.mjs <url>`: asks for an address twenty times a second until told to stop; sends the times, ms, and how often there was no answer. */
const EVERY_MS = 50;

process.once('disconnect', () => process.exit(1));
const url = process.argv[2];
const times = [];
let failed = 0;
let stopped = false;
process.once('message', () => (stopped = true));
while (!stopped) {
  const started = performance.now();
  const answer = await fetch(url).catch(() => undefined);
  if (!answer?.ok) failed++;
  await answer?.arrayBuffer();
  times.push(performance.now() - started);
  await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
}
process.send({ times, failed }, () => process.exit(0));
