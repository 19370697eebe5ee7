import { Column, DefaultNamingStrategy } from 'typeorm';

/**
 * What every entity of a tenant's table has. The column takes its value from the transaction (its default in the database is
 * the tenant that the transaction names), so code neither reads nor sets it, and row-level security checks it.
 */
export abstract class TenantEntity {
  @Column({ type: 'uuid', select: false, insert: false, update: false })
  protected readonly tenantId!: string;
}

/** `hotelId` in TypeScript is `hotel_id` in Postgres. */
export class SnakeCaseNames extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined): string {
    return given ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
