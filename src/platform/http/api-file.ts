import { applyDecorators } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';

/** Documents a route that answers with a file, or a range of it. @param type of the file; any by default */
export function ApiFile(type = '*/*'): MethodDecorator {
  const content = { [type]: { schema: { type: 'string', format: 'binary' } } };
  return applyDecorators(
    ApiProduces(type),
    ApiResponse({ status: 200, description: 'The file', content }),
    ApiResponse({ status: 206, description: 'The range of it that was asked for', content }),
    ApiResponse({ status: 304, description: 'The client has it already' }),
    ApiResponse({ status: 416, description: 'It has no such range' }),
  );
}
