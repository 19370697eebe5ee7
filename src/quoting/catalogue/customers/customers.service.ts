import { Injectable } from '@nestjs/common';
import { given } from '../../../platform/http/given.js';
import type { CatalogueQuery } from '../fields.js';
import { MasterDataRepository } from '../master-data.repository.js';
import { Customer } from './customer.entity.js';
import type {
  CreateCustomerRequest,
  CustomerResponse,
  CustomersResponse,
  UpdateCustomerRequest,
} from './customers.dto.js';

@Injectable()
export class CustomersService {
  constructor(private readonly data: MasterDataRepository) {}

  async create(request: CreateCustomerRequest): Promise<CustomerResponse> {
    return answer(await this.data.insert(Customer, given(request)));
  }

  async list(query: CatalogueQuery): Promise<CustomersResponse> {
    const { rows, total } = await this.data.page(Customer, query);
    return { customers: rows.map(answer), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<CustomerResponse> {
    return answer(await this.data.get(Customer, 'Customer', id));
  }

  /** @throws AppError NOT_FOUND */
  async update(id: number, request: UpdateCustomerRequest): Promise<CustomerResponse> {
    return answer(await this.data.update(Customer, 'Customer', id, () => given(request)));
  }
}

function answer({ id, name, company, address, email, level, active }: Customer): CustomerResponse {
  return { id, name, company, address, email, level, active };
}
