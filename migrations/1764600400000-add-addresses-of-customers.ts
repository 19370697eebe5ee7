import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAddressesOfCustomers1764600400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer ADD address text CHECK (length(address) BETWEEN 1 AND 500)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE customer DROP address');
  }
}
