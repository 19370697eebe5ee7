import type { Page } from './browser.js';

/** How the shape of a state is drawn: a text of its dots (#) and gaps, and how many dots there are. */
export interface Look {
  bits: string;
  dots: number;
}

/** The states of the legend, in its order. */
export function statesIn(page: Page): Promise<{ shape: string; word: string }[]> {
  return page.evaluate(`[...document.querySelectorAll('.legend .state')].map((state) => {
    const shape = state.querySelector('.state-shape').textContent;
    return { shape, word: state.textContent.slice(shape.length) };
  })`);
}

/**
 * How the shapes of the legend look on the screen, by their lightness alone. `lab` is an empty page that reads the picture: the
 * console's own content security policy would not let it.
 */
export async function looksOf(page: Page, lab: Page): Promise<Look[]> {
  const legend = page.locator('.legend');
  await legend.scrollIntoViewIfNeeded();
  const boxes: Box[] = await page.evaluate(BOXES);
  const png = (await legend.screenshot()).toString('base64');
  return lab.evaluate(`(${READ})(${JSON.stringify({ png, boxes })})`);
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The shapes' places in the legend. */
const BOXES = `(() => {
  const legend = document.querySelector('.legend');
  const from = legend.getBoundingClientRect();
  return [...legend.querySelectorAll('.state-shape')].map((shape) => {
    const { x, y, width, height } = shape.getBoundingClientRect();
    return { x: Math.round(x - from.x), y: Math.round(y - from.y), width: Math.round(width), height: Math.round(height) };
  });
})()`;

/** Dots are what differs from the ground, which is the lightness that most pixels have. */
const READ = `async ({ png, boxes }) => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  return boxes.map(({ x, y, width, height }) => {
    const { data } = canvas.getImageData(x, y, width, height);
    const lightness = (n) => 0.2126 * data[4 * n] + 0.7152 * data[4 * n + 1] + 0.0722 * data[4 * n + 2];
    const light = Array.from({ length: width * height }, (_, n) => lightness(n));
    const counts = new Map();
    for (const one of light) counts.set(Math.round(one / 8), (counts.get(Math.round(one / 8)) ?? 0) + 1);
    const ground = 8 * [...counts].sort((one, other) => other[1] - one[1])[0][0];
    const bits = light.map((one) => (Math.abs(one - ground) > 64 ? '#' : '.')).join('');
    return { bits, dots: bits.replaceAll('.', '').length };
  });
}`;
