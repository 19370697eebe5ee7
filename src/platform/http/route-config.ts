import 'reflect-metadata';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';

/** Adds to what other decorators say of the same route; RouteConfig alone would replace it. */
export function addRouteConfig(config: object): MethodDecorator {
  return (target, name, descriptor: PropertyDescriptor) => {
    const before = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) as object | undefined;
    RouteConfig({ ...before, ...config })(target, name, descriptor);
  };
}
