import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadConfig } from '../platform/config/config.js';
import { poolOptions, SYSTEM_ROLE } from '../platform/database/data-source.js';
import { DEMO_STEPS, SETTLE } from './demo/demo-steps.js';

/** `demo-done.js <step> <hotel id> …`: notes that a step of the demo has succeeded at these hotels. */
try {
  const [step, ...ids] = process.argv.slice(2);
  if (!DEMO_STEPS.some((one) => one === step)) throw new Error(`say which step: ${DEMO_STEPS.join(', ')}`);
  // A plain connection: to start the whole application would take ten times as long.
  const { systemDatabaseUrl } = loadConfig(process.env);
  const system = await new DataSource(
    poolOptions({ url: systemDatabaseUrl, poolSize: 1, role: SYSTEM_ROLE }),
  ).initialize();
  await system.query(SETTLE, [step, ids.map(Number)]);
  await system.destroy();
} catch (error) {
  console.error(`The demo's step could not be noted: ${(error as Error).message}`);
  process.exit(1);
}
