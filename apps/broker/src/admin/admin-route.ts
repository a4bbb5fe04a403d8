import { problem } from '@app/contract';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiDefaultResponse, ApiExtension, ApiOperation } from '@nestjs/swagger';
import { AllowOperators } from '../access/access.js';
import type { OperatorPermission } from '../access/operator-permissions.js';

interface AdminRouteOptions {
  /** What cannot be taken back, or shows what is others': a browser's operator has to have signed in a moment ago. */
  readonly fresh?: boolean;
}

/** What every operator route says of itself: who may call it, and how Swagger UI names it. */
export const AdminRoute = (
  permission: OperatorPermission,
  operationId: string,
  summary: string,
  { fresh = false }: AdminRouteOptions = {},
) =>
  applyDecorators(
    AllowOperators(permission, fresh),
    ApiBearerAuth('operator'),
    ApiOperation({ operationId, summary }),
    ApiExtension('x-permission', permission),
    ...(fresh ? [ApiExtension('x-fresh-sign-in', true)] : []),
    ApiDefaultResponse({ standardSchema: problem, description: 'A problem; `code` says which' }),
  );
