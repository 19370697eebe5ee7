import { Global, Module } from '@nestjs/common';
import { RequestContext } from './context.js';
import { TenantsService } from './tenants.service.js';

@Global()
@Module({
  providers: [RequestContext, TenantsService],
  exports: [RequestContext, TenantsService],
})
export class TenancyModule {}
