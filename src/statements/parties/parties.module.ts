import { Module } from '@nestjs/common';
import { ListingAliases } from './listings/listing-aliases.js';
import { ListingsController } from './listings/listings.controller.js';
import { ListingsService } from './listings/listings.service.js';
import { OwnersController } from './owners/owners.controller.js';
import { OwnersService } from './owners/owners.service.js';
import { OwnershipController } from './ownership/ownership.controller.js';
import { OwnershipService } from './ownership/ownership.service.js';
import { StatementSettingsController } from './settings/statement-settings.controller.js';
import { StatementSettingsService } from './settings/statement-settings.service.js';

/** Owners, listings, who owns what, and the manager itself. */
@Module({
  controllers: [StatementSettingsController, OwnersController, ListingsController, OwnershipController],
  providers: [StatementSettingsService, OwnersService, ListingsService, ListingAliases, OwnershipService],
  exports: [StatementSettingsService, OwnersService, ListingsService, ListingAliases, OwnershipService],
})
export class RentalPartiesModule {}
