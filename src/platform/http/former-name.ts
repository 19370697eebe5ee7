import { ApiPropertyOptional } from '@nestjs/swagger';
import { Exclude, Expose, Transform, type TransformFnParams } from 'class-transformer';
import { invalid } from '../errors/app-error.js';

/** The release from which on former names are refused. README, "Former names", lists them. */
const GONE_IN = '0.2';

/**
 * The name a member of a body or query had before. A request may still use it instead of the present one; what a handler
 * gets, and every answer, has the present name. Sending both is refused, because it is unclear which one is meant.
 */
export function FormerName(former: string): PropertyDecorator {
  return (target, property) => {
    const name = String(property);
    // Exposed, so that the transformation below is made also where only the former name was sent.
    Expose()(target, property);
    Transform(({ value, obj }: TransformFnParams) => {
      const old = (obj as Record<string, unknown>)[former];
      if (old === undefined) return value as unknown;
      if (value !== undefined) throw invalid(former, `${former} is the former name of ${name}: send only ${name}`);
      return old;
    })(target, property);
    // The former name itself is removed: validation would refuse it as unknown.
    Exclude({ toClassOnly: true })(target, former);
    ApiPropertyOptional({
      type: String,
      deprecated: true,
      description: `Former name of ${name}, taken instead of it until release ${GONE_IN}.`,
    })(target, former);
  };
}
