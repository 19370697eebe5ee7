/** An XML element: its name, its text or its elements, its attributes. */
export interface Element {
  name: string;
  content: string | readonly Element[];
  attributes?: Readonly<Record<string, string>>;
}

/** What an element is given: what is undefined or null is left out. */
export type Content = string | readonly (Element | undefined | null)[];

export function element(name: string, content: Content, attributes?: Record<string, string>): Element {
  const kept = typeof content === 'string' ? content : content.filter((one) => one !== undefined && one !== null);
  return { name, content: kept, attributes };
}

/** The element, or nothing without a text. */
export function optional(name: string, text: string | null | undefined, attributes?: Record<string, string>) {
  return text ? element(name, text, attributes) : undefined;
}

/** The document, UTF-8. */
export function xmlOf(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}\n`;
}

function written({ name, content, attributes = {} }: Element, indent: string): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const open = `${indent}<${name}${given.join('')}`;
  if (typeof content === 'string') return `${open}>${escaped(content)}</${name}>`;
  if (content.length === 0) return `${open}/>`;
  return [`${open}>`, ...content.map((one) => written(one, `${indent}  `)), `${indent}</${name}>`].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// What XML 1.0 cannot hold, not even as a reference: control characters and the two that are none.
const IMPOSSIBLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text.replace(IMPOSSIBLE, '').replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
