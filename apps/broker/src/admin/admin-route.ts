import { problem } from '@app/contract';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiDefaultResponse, ApiExtension, ApiOperation } from '@nestjs/swagger';
import { AllowOperators } from '../access/access.js';
import type { OperatorPermission } from '../access/operator-permissions.js';

/** What every operator route says of itself: who may call it, and how Swagger UI names it. */
export const AdminRoute = (permission: OperatorPermission, operationId: string, summary: string) =>
  applyDecorators(
    AllowOperators(permission),
    ApiBearerAuth('operator'),
    ApiOperation({ operationId, summary }),
    ApiExtension('x-permission', permission),
    ApiDefaultResponse({ standardSchema: problem, description: 'A problem; `code` says which' }),
  );
