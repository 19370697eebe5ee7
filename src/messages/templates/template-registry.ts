import { Injectable } from '@nestjs/common';
import type { MailTemplate } from './define-template.js';

/** Every mail this process can write, filled by MessagesModule.forFeature while the application is put together. */
@Injectable()
export class TemplateRegistry {
  private readonly byName = new Map<string, MailTemplate>();

  /** @throws Error for two templates of one name */
  register(template: MailTemplate): void {
    const known = this.byName.get(template.name);
    if (known && known !== template) throw new Error(`Two mail templates are named ${template.name}`);
    this.byName.set(template.name, template);
  }

  get(name: string): MailTemplate | undefined {
    return this.byName.get(name);
  }

  all(): MailTemplate[] {
    return [...this.byName.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  names(): string[] {
    return this.all().map(({ name }) => name);
  }
}
