import { Injectable } from '@nestjs/common';
import { notFound } from '../platform/errors/app-error.js';
import type { ReportDefinition } from './report-definition.js';

/** The reports of this application's features. */
@Injectable()
export class ReportRegistry {
  private readonly definitions: ReportDefinition[] = [];

  register(definition: ReportDefinition): void {
    if (!this.definitions.includes(definition)) this.definitions.push(definition);
  }

  /** Definitions of a type, by the name of their source; none when there is no such type. */
  sources(type: string): ReportDefinition[] {
    return this.definitions.filter((one) => one.type === type).sort((a, b) => a.source.localeCompare(b.source, 'en'));
  }

  /** SQL of the zones that parts of a tenant's business have, always in the same order. */
  zones(): string[] {
    return this.types().flatMap((type) => this.sources(type).flatMap(({ zone }) => zone ?? []));
  }

  types(): string[] {
    return [...new Set(this.definitions.map(({ type }) => type))].sort();
  }

  /** @throws AppError NOT_FOUND */
  get(type: string): ReportDefinition {
    const [first] = this.sources(type);
    if (!first) throw notFound('Report type');
    return first;
  }
}
