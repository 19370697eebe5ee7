import { defineReport } from '../../reports/index.js';
import { analyticsDocument } from './analytics-document.js';

/**
 * How a workshop's quotes fared. Each line is one figure; which columns it has depends on its section. A revised quote counts
 * once, by its last revision; among those that were sent, by the last that was sent, which is neither open nor decided while it is being revised. Win rate: accepted of those that were decided or ran out. Values are of orders that were not cancelled.
 * A reason for review counts for every quote that ever had it, whether or not a person has set its price since.
 */
export const Analytics = defineReport({
  type: 'analytics',
  source: 'workshop',
  title: 'Quoting analytics',
  columns: [
    { name: 'position', title: 'No.', type: 'number', characters: 6 },
    { name: 'section', title: 'Section', type: 'text', characters: 22 },
    { name: 'item', title: 'Item', type: 'text', characters: 30 },
    { name: 'count', title: 'Count', type: 'number' },
    { name: 'value', title: 'Value', type: 'money', currency: 'currency' },
    { name: 'currency', title: 'Currency', type: 'text', characters: 9 },
    { name: 'percent', title: 'Percent', type: 'decimal', characters: 10 },
    { name: 'hours', title: 'Hours', type: 'decimal', characters: 10 },
  ],
  orderBy: ['position'],
  zone: 'SELECT timezone FROM quoting_settings',
  query: ({ start, end, timezone }) => ({ sql: SQL, parameters: [start, end, timezone] }),
  document: analyticsDocument,
});

const SQL = `
  WITH q AS (
    SELECT * FROM quote f WHERE created_at >= $1 AND created_at < $2
      AND NOT EXISTS (SELECT FROM quote n WHERE n.tenant_id = f.tenant_id AND n.previous_id = f.id)),
  sent AS (
    SELECT * FROM quote f WHERE sent_at >= $1 AND sent_at < $2
      AND NOT EXISTS (SELECT FROM quote n
        WHERE n.tenant_id = f.tenant_id AND n.number = f.number AND n.revision > f.revision AND n.sent_at IS NOT NULL)),
  sums AS (
    SELECT count(*) AS sent, count(*) FILTER (WHERE state = 'accepted') AS accepted,
      count(*) FILTER (WHERE state IN ('accepted', 'declined', 'expired')) AS ended
    FROM sent),
  o AS (SELECT * FROM sales_order WHERE created_at >= $1 AND created_at < $2 AND state <> 'cancelled'),
  lines AS (
    SELECT o.currency, i.material, i.process, (line->>'lineMinor')::bigint AS minor
    FROM o CROSS JOIN LATERAL jsonb_array_elements(o.lines) AS line
    JOIN quote_item i ON i.tenant_id = o.tenant_id AND i.quote_id = o.quote_id AND i.position = (line->>'position')::int),
  made AS (
    SELECT 1 AS part, n AS rank, 'Quotes' AS section, item, count, value, currency,
      CASE WHEN n BETWEEN 3 AND 6 THEN round(100.0 * sum(count) OVER (PARTITION BY n) / NULLIF((SELECT sent FROM sums), 0), 1) END AS percent,
      NULL::numeric AS hours
    FROM (
      SELECT 1 AS n, 'made' AS item, count(*) AS count, NULL::bigint AS value, NULL::text AS currency FROM q
      UNION ALL SELECT 2, 'sent', count(*), sum(total_minor)::bigint, currency FROM sent GROUP BY currency
      UNION ALL SELECT 3, 'accepted', count(*), sum(total_minor)::bigint, currency FROM sent WHERE state = 'accepted' GROUP BY currency
      UNION ALL SELECT 4, 'declined', count(*), sum(total_minor)::bigint, currency FROM sent WHERE state = 'declined' GROUP BY currency
      UNION ALL SELECT 5, 'expired', count(*), sum(total_minor)::bigint, currency FROM sent WHERE state = 'expired' GROUP BY currency
      UNION ALL SELECT 6, 'open', count(*), sum(total_minor)::bigint, currency FROM sent WHERE state = 'sent' GROUP BY currency
      UNION ALL SELECT 7, 'waiting for a person', count(*), NULL, NULL FROM q WHERE state = 'needs_review'
    ) counts
    UNION ALL SELECT 2, 1, 'Win rate', 'accepted of decided and expired', ended, NULL, NULL,
      round(100.0 * accepted / NULLIF(ended, 0), 1), NULL FROM sums
    UNION ALL SELECT 3, 1, 'Time to answer', 'from the quote to its sending, average', count(*), NULL, NULL, NULL,
      round((extract(epoch FROM avg(sent_at - created_at)) / 3600)::numeric, 1) FROM sent
    UNION ALL SELECT 3, 2, 'Time to answer', 'from the sending to the decision, average', count(*), NULL, NULL, NULL,
      round((extract(epoch FROM avg(decided_at - sent_at)) / 3600)::numeric, 1)
      FROM sent WHERE state IN ('accepted', 'declined') AND decided_at IS NOT NULL
    UNION ALL SELECT 4, row_number() OVER (ORDER BY month, currency), 'Orders by month', month, count, value, currency, NULL, NULL
      FROM (SELECT to_char(created_at AT TIME ZONE $3, 'YYYY-MM') AS month, count(*) AS count,
              sum(total_minor)::bigint AS value, currency FROM o GROUP BY 1, currency) months
    UNION ALL SELECT 5, row_number() OVER (ORDER BY value DESC, name, currency), 'Orders by material', name, count, value, currency, NULL, NULL
      FROM (SELECT COALESCE(m.name, l.material) AS name, count(*) AS count, sum(minor)::bigint AS value, currency
            FROM lines l LEFT JOIN material m ON m.code = l.material GROUP BY 1, currency) materials
    UNION ALL SELECT 6, row_number() OVER (ORDER BY value DESC, name, currency), 'Orders by process', name, count, value, currency, NULL, NULL
      FROM (SELECT COALESCE(p.name, l.process) AS name, count(*) AS count, sum(minor)::bigint AS value, currency
            FROM lines l LEFT JOIN process p ON p.code = l.process GROUP BY 1, currency) processes
    UNION ALL SELECT 7, row_number() OVER (ORDER BY count DESC, code), 'Reasons for review', code, count, NULL, NULL, NULL, NULL
      FROM (SELECT code, count(*) AS count FROM q CROSS JOIN LATERAL unnest(q.review_codes) AS code GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) reasons)
  SELECT row_number() OVER (ORDER BY part, rank, currency NULLS FIRST) AS position, section, item, count, value, currency,
    percent, hours FROM made`;
