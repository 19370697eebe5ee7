import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';
import { TenantAccountsService } from './tenant-accounts.service.js';
import { TenantsController } from './tenants.controller.js';
import { UsersController } from './users.controller.js';

/** Tenants, their users, and the invitations by which users join. */
@Module({
  imports: [MailModule],
  controllers: [TenantsController, UsersController, InvitationsController],
  providers: [TenantAccountsService, MembersService, InvitationsService],
  exports: [MembersService],
})
export class AccountsModule {}
