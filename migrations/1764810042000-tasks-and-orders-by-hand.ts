import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks and work orders that people make, and plans that are due in a season only. */
export class TasksAndOrdersByHand1764810042000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hk_task DROP CONSTRAINT hk_task_source_check;
      -- Also: made by a person, or left by a guest who changed rooms.
      ALTER TABLE hk_task ADD CONSTRAINT hk_task_source_check
        CHECK (source IN ('round', 'inspection', 'rework', 'manual', 'move'));
      -- by_hand: a person has cancelled it, and the round does not make it again.
      ALTER TABLE hk_task ADD COLUMN created_by uuid, ADD COLUMN by_hand boolean NOT NULL DEFAULT false;
      -- The round makes no task that a person has made already, nor the other way round.
      DROP INDEX hk_task_round_key;
      CREATE UNIQUE INDEX hk_task_round_key ON hk_task (tenant_id, room_id, business_date, task_type)
        WHERE source IN ('round', 'manual') AND state <> 'cancelled';

      -- A defect that somebody reported has no plan; it lies in a room, in a piece of equipment, or in both.
      ALTER TABLE work_order
        ALTER COLUMN equipment_id DROP NOT NULL,
        ALTER COLUMN schedule_id DROP NOT NULL,
        DROP CONSTRAINT work_order_cause_check,
        ADD CONSTRAINT work_order_cause_check CHECK (cause IN ('calendar', 'meter', 'defect')),
        ADD COLUMN room_id integer,
        ADD COLUMN title text CHECK (length(title) BETWEEN 1 AND 200),
        ADD COLUMN description text CHECK (length(description) BETWEEN 1 AND 2000),
        -- 1 first.
        ADD COLUMN priority smallint NOT NULL DEFAULT 3 CHECK (priority BETWEEN 1 AND 4),
        -- The closure of the room, as long as the order is open.
        ADD COLUMN closure_id integer,
        ADD COLUMN reported_by uuid,
        ADD FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id),
        ADD FOREIGN KEY (tenant_id, closure_id) REFERENCES room_assignment (tenant_id, id),
        ADD CONSTRAINT work_order_of_plan CHECK ((cause = 'defect') = (schedule_id IS NULL)),
        ADD CONSTRAINT work_order_what CHECK (cause <> 'defect' OR (title IS NOT NULL AND (equipment_id IS NOT NULL OR room_id IS NOT NULL)));

      -- {months: [5, 6], windows: [{from: '05-15', to: '09-30'}]}; null: all the year.
      ALTER TABLE pm_schedule ADD COLUMN season jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pm_schedule DROP COLUMN season;
      DELETE FROM work_order WHERE cause = 'defect';
      ALTER TABLE work_order
        DROP CONSTRAINT work_order_what, DROP CONSTRAINT work_order_of_plan, DROP CONSTRAINT work_order_cause_check,
        ADD CONSTRAINT work_order_cause_check CHECK (cause IN ('calendar', 'meter')),
        DROP COLUMN reported_by, DROP COLUMN closure_id, DROP COLUMN priority, DROP COLUMN description, DROP COLUMN title,
        DROP COLUMN room_id, ALTER COLUMN equipment_id SET NOT NULL, ALTER COLUMN schedule_id SET NOT NULL;
      DROP INDEX hk_task_round_key;
      DELETE FROM hk_task WHERE source IN ('manual', 'move');
      CREATE UNIQUE INDEX hk_task_round_key ON hk_task (tenant_id, room_id, business_date, task_type)
        WHERE source = 'round' AND state <> 'cancelled';
      ALTER TABLE hk_task DROP COLUMN created_by, DROP COLUMN by_hand, DROP CONSTRAINT hk_task_source_check,
        ADD CONSTRAINT hk_task_source_check CHECK (source IN ('round', 'inspection', 'rework'));
    `);
  }
}
