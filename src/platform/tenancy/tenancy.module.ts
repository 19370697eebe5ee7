import { Global, Module } from '@nestjs/common';
import { ClsModule } from 'nestjs-cls';
import { RequestContext } from './context.js';
import { TenantsService } from './tenants.service.js';

@Global()
@Module({
  imports: [ClsModule.forRoot({ global: true, middleware: { mount: false } })],
  providers: [RequestContext, TenantsService],
  exports: [RequestContext, TenantsService],
})
export class TenancyModule {}
