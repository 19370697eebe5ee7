import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which department of the hotel earned a folio line; lines of earlier releases have none and are read by their kind. */
export class NameDepartments1764810022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE folio_line ADD COLUMN department text CHECK (department IN ('rooms', 'food', 'other'));

      -- What corrects a line, or is a part of it, belongs to the line's department.
      CREATE FUNCTION name_line_department() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.department IS NULL THEN
          SELECT l.department INTO NEW.department FROM folio_line l
          WHERE l.id = coalesce((to_jsonb(NEW) ->> 'root_id')::bigint, NEW.corrects_id);
        END IF;
        NEW.department := coalesce(NEW.department,
          CASE WHEN NEW.kind IN ('night', 'no_show', 'cancellation') THEN 'rooms' ELSE 'other' END);
        RETURN NEW;
      END $$;
      CREATE TRIGGER folio_line_department BEFORE INSERT ON folio_line
        FOR EACH ROW EXECUTE FUNCTION name_line_department()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER folio_line_department ON folio_line;
      DROP FUNCTION name_line_department();
      ALTER TABLE folio_line DROP COLUMN department`);
  }
}
