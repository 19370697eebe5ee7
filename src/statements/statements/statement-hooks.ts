import { Injectable } from '@nestjs/common';

type Hook = (statementId: string) => Promise<void>;

/** What areas below want to do when a statement changes its state, in the same transaction. */
@Injectable()
export class StatementHooks {
  private readonly whenFinal: Hook[] = [];

  /** When the process starts. */
  onFinal(hook: Hook): void {
    this.whenFinal.push(hook);
  }

  /** A statement has become final. */
  async final(statementId: string): Promise<void> {
    for (const hook of this.whenFinal) await hook(statementId);
  }
}
