import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';

/** Moves statements from state to state, with who did it and when. */
@Injectable()
export class StatementStates {
  constructor(private readonly db: TenantDatabase) {}

  /** draft → review. @throws AppError NOT_FOUND or CONFLICT, as the others */
  review(id: string, by: string | null): Promise<void> {
    return this.move(id, by);
  }

  /** review → draft. */
  reopen(id: string, by: string | null): Promise<void> {
    return this.move(id, by);
  }

  /** draft or review → final. Every earlier statement of the same owner and scope must be final or void. */
  finalize(id: string, by: string | null): Promise<void> {
    return this.move(id, by);
  }

  /** Takes a statement back: what it has stated may be stated again. */
  void(id: string, by: string | null, _reason: string): Promise<void> {
    return this.move(id, by);
  }

  /** final → sent. Of one that was sent or paid already: nothing. */
  markSent(id: string, by: string | null): Promise<void> {
    return this.move(id, by);
  }

  /** final or sent → paid. */
  markPaid(id: string, by: string | null): Promise<void> {
    return this.move(id, by);
  }

  private move(id: string, _by: string | null): Promise<void> {
    return this.db.transaction(() => Promise.reject(notFound(`Statement ${id}`)));
  }
}
