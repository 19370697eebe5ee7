import { Module } from '@nestjs/common';
import { AllTenantsController } from './all-tenants.controller.js';
import { DeadLettersOfAll } from './dead-letters-of-all.js';
import { JobsOfAll } from './jobs-of-all.js';

@Module({ controllers: [AllTenantsController], providers: [JobsOfAll, DeadLettersOfAll] })
export class AllTenantsModule {}
