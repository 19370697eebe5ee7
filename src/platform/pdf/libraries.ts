import { createRequire } from 'node:module';
import type { Bidi } from 'bidi-js';
import type * as Fontkit from 'fontkit';
import type PDFDocument from 'pdfkit';

const require = createRequire(import.meta.url);

/** The libraries that draw are loaded by the first document: two megabytes of code, and most processes never print. */
export const pdfkit = () => require('pdfkit') as typeof PDFDocument;
export const fontkit = () => require('fontkit') as typeof Fontkit;
export const bidi = () => (require('bidi-js') as () => Bidi)();
export type { Bidi };
