/** The answer to the question that is asked. Only one can be shown: asking another leaves the one before as it is, with a no. */
export class OneQuestion {
  private resolve: (yes: boolean) => void = () => undefined;

  ask(): Promise<boolean> {
    this.answer(false);
    return new Promise((resolve) => (this.resolve = resolve));
  }

  answer(yes: boolean): void {
    this.resolve(yes);
  }
}
