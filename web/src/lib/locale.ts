let chosen: string | undefined;

/** The language of dates and numbers where none is given: the person's; until it is known, and where none was chosen, the browser's. */
export const ownLocale = (): string | undefined => chosen;

export function setOwnLocale(locale: string | undefined): void {
  chosen = locale;
}
