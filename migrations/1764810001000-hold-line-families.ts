import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
  -- A line's family: the line that was charged (the root), and all that came of it: corrections, parts that were moved to
  -- another payer, lines of credit notes.
  ALTER TABLE folio_line
    ADD root_id bigint,
    -- What a root was charged with; null on the other members.
    ADD original_minor bigint,
    -- What the line counts in its family, in the price mode of the root: a credit note gives back gross what was charged net.
    ADD family_minor bigint,
    ADD FOREIGN KEY (tenant_id, root_id) REFERENCES folio_line (tenant_id, id),
    DROP CONSTRAINT folio_line_kind_check,
    ADD CONSTRAINT folio_line_kind_check CHECK (kind IN ('night', 'charge', 'no_show', 'correction', 'credit_note'));
  -- Credit notes of before had no lines in their folios: they are posted on the date that is open.
  INSERT INTO folio_line (tenant_id, hotel_id, folio_id, window_number, kind, business_date, service_date, description, quantity,
    amount_minor, price_mode, tax_code, tax_rate, tax_treatment, created_by)
  SELECT i.tenant_id, i.hotel_id, i.folio_id, i.window_number, 'credit_note',
    coalesce((SELECT d.business_date FROM business_day d WHERE d.hotel_id = i.hotel_id AND d.status = 'open'), i.issue_date),
    i.supply_date, left('Credit note ' || i.text_number || ': ' || i.reason, 200), -1, t.base_minor + t.tax_minor, 'gross',
    t.tax_code, t.tax_rate, t.tax_treatment, i.issued_by
  FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id
  WHERE i.kind = 'credit_note' AND t.base_minor + t.tax_minor <> 0 ORDER BY i.issued_at, i.id, t.position;
  UPDATE folio_line SET family_minor = amount_minor, root_id = corrects_id,
    original_minor = CASE WHEN corrects_id IS NULL THEN amount_minor END;
  ALTER TABLE folio_line
    ALTER family_minor SET NOT NULL,
    ADD CHECK ((root_id IS NULL) = (original_minor IS NOT NULL));
  CREATE INDEX folio_line_family_idx ON folio_line (root_id) WHERE root_id IS NOT NULL;

  -- Whoever writes a member holds the root, so that two transactions do not take back the same money.
  CREATE FUNCTION hold_line_family() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    original bigint;
    total bigint;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.root_id IS NULL AND NEW.corrects_id IS NOT NULL THEN
        SELECT coalesce(l.root_id, l.id) INTO NEW.root_id FROM folio_line l WHERE l.id = NEW.corrects_id;
      END IF;
      NEW.family_minor := coalesce(NEW.family_minor, NEW.amount_minor);
      IF NEW.root_id IS NULL THEN
        NEW.original_minor := NEW.family_minor;
        RETURN NEW;
      END IF;
      NEW.original_minor := NULL;
    ELSE
      IF NEW.root_id IS DISTINCT FROM OLD.root_id OR NEW.original_minor IS DISTINCT FROM OLD.original_minor THEN
        RAISE EXCEPTION 'a folio line does not change its family' USING ERRCODE = 'restrict_violation';
      END IF;
      IF NEW.family_minor = OLD.family_minor THEN
        NEW.family_minor := OLD.family_minor + NEW.amount_minor - OLD.amount_minor;
      END IF;
    END IF;
    IF NEW.root_id IS NULL THEN
      original := NEW.original_minor;
    ELSE
      SELECT r.original_minor INTO original FROM folio_line r WHERE r.id = NEW.root_id FOR NO KEY UPDATE;
    END IF;
    SELECT NEW.family_minor + coalesce(sum(l.family_minor), 0) INTO total FROM folio_line l
      WHERE (l.id = NEW.root_id OR l.root_id = coalesce(NEW.root_id, NEW.id)) AND l.id <> NEW.id;
    IF total < least(0, original) OR total > greatest(0, original) THEN
      RAISE EXCEPTION 'family of folio line % would come to % of %', coalesce(NEW.root_id, NEW.id), total, original
        USING ERRCODE = 'check_violation', CONSTRAINT = 'folio_line_family_check', TABLE = 'folio_line';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER folio_line_family BEFORE INSERT OR UPDATE OF amount_minor, family_minor, root_id, original_minor
    ON folio_line FOR EACH ROW EXECUTE FUNCTION hold_line_family();

  -- What is given back of a window was received in it.
  CREATE FUNCTION hold_refund() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    received bigint;
  BEGIN
    PERFORM FROM folio_window w WHERE w.folio_id = NEW.folio_id AND w.number = NEW.window_number FOR NO KEY UPDATE;
    SELECT coalesce(sum(p.amount_minor), 0) INTO received FROM folio_payment p
      WHERE p.folio_id = NEW.folio_id AND p.window_number = NEW.window_number;
    IF received + NEW.amount_minor < 0 THEN
      RAISE EXCEPTION 'a refund of % where % was received', -NEW.amount_minor, received
        USING ERRCODE = 'check_violation', CONSTRAINT = 'folio_payment_refund_check', TABLE = 'folio_payment';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER folio_payment_refund BEFORE INSERT ON folio_payment
    FOR EACH ROW WHEN (NEW.amount_minor < 0) EXECUTE FUNCTION hold_refund();

  -- What the night looks through for open charges of guests who cancelled.
  CREATE INDEX booking_cancelled_idx ON booking (hotel_id, cancelled_at) WHERE status = 'cancelled';
`;

const DOWN = `
  DROP INDEX booking_cancelled_idx;
  DROP TRIGGER folio_payment_refund ON folio_payment;
  DROP FUNCTION hold_refund();
  DROP TRIGGER folio_line_family ON folio_line;
  DROP FUNCTION hold_line_family();
  DELETE FROM folio_line WHERE kind = 'credit_note';
  ALTER TABLE folio_line DROP root_id, DROP original_minor, DROP family_minor,
    DROP CONSTRAINT folio_line_kind_check,
    ADD CONSTRAINT folio_line_kind_check CHECK (kind IN ('night', 'charge', 'no_show', 'correction'));
`;

/** No line is taken back more than once, and no payment, whoever writes. */
export class HoldLineFamilies1764810001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
