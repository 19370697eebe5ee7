/**
 * First characters that make a spreadsheet read a text as a formula (OWASP, CSV injection, with the line feed that was added
 * in 2025), and their full-width forms, which some spreadsheets take for the same.
 */
const STARTS_FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]|^[\t\r\n]/;

/** True when a spreadsheet could run the text; leading blanks do not hide it. */
export function readsAsFormula(text: string): boolean {
  return STARTS_FORMULA.test(text);
}

/** The text as a spreadsheet shows it and does not run it: with a leading apostrophe where it needs one. */
export function guarded(text: string): string {
  return readsAsFormula(text) ? `'${text}` : text;
}
