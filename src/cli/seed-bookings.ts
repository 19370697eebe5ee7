import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { UsersService } from '../platform/auth/index.js';
import { loadConfig } from '../platform/config/config.js';
import { RequestContext } from '../platform/tenancy/context.js';
import { seedBookings } from './demo/bookings-demo.js';

/** The demo group that gets guests. */
const TENANT = 'seaside';

try {
  // No role that would start working on jobs in the middle of the seed.
  const config = loadConfig({ ...process.env, ROLES: 'api' });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), { logger: ['error', 'fatal'] });
  const tenant = await app.get(UsersService).findTenant(TENANT);
  const made = tenant ? await app.get(RequestContext).asTenant(tenant.id, () => seedBookings(app)) : 0;
  console.log(made > 0 ? `${made.toLocaleString('en')} bookings of three hotels` : 'kept as they are');
  await app.close();
  process.exit(0);
} catch (error) {
  console.error(`The demo's bookings could not be made: ${(error as Error).message}`);
  process.exit(1);
}
