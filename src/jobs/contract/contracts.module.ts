import { Module } from '@nestjs/common';
import { ContractRegistry } from './contract-registry.js';

@Module({
  providers: [ContractRegistry],
  exports: [ContractRegistry],
})
export class ContractsModule {}
