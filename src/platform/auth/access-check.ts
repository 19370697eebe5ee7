import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS } from './decorators.js';

/** Refuses to boot while a route does not say who may call it. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const silent = this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!instance || !metatype) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
        .filter((name) => this.reflector.get(ACCESS, prototype[name]!) === undefined)
        .map((name) => {
          const method = Reflect.getMetadata(METHOD_METADATA, prototype[name]!) as RequestMethod;
          return `${RequestMethod[method]} ${metatype.name}.${name}`;
        });
    });
    if (silent.length > 0)
      throw new Error(`Routes that declare nobody (@Roles, @Public, @CronSecret): ${silent.join(', ')}`);
  }
}
