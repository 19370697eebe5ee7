import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessOf } from './decorators.js';

/** Refuses to boot while a route does not declare who may call it, or declares it twice. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const silent = this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!instance || !metatype) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
        .filter((name) => accessOf(prototype[name]!).length !== 1)
        .map((name) => {
          const method = Reflect.getMetadata(METHOD_METADATA, prototype[name]!) as RequestMethod;
          return `${RequestMethod[method]} ${metatype.name}.${name}`;
        });
    });
    if (silent.length > 0)
      throw new Error(`Routes that do not declare exactly one of @Roles, @Public, @CronSecret: ${silent.join(', ')}`);
  }
}
