/** A refusal of the new gateway, as section "errors" of DingTalk's server API prints it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Points that would have been needed; DingTalk adds them to a permission error only. */
    readonly requiredScopes?: readonly string[],
  ) {
    super(message);
  }

  body(requestid: string) {
    const { code, message, requiredScopes } = this;
    return { code, message, requestid, ...(requiredScopes && { accessdenieddetail: { requiredScopes } }) };
  }
}

export const apiErrors = {
  missingBody: () => new ApiError(400, 'Missingbody', 'body is mandatory for this action.'),
  missing: (field: string) => new ApiError(400, `Missing${field}`, `${field} is mandatory for this action.`),
  invalid: (field: string) => new ApiError(400, `invalidParameter.${field}`, `参数 ${field} 不合法`),
  wrongIdOrSecret: () => new ApiError(400, 'invalidParameter.idOrSecret.notFound', '无效的 clientId 或者 clientSecret'),
  /** Also the answer to a rejected refresh token. */
  codeNotFound: () => new ApiError(400, 'invalidParameter.authCode.notFound', '不存在的临时授权码'),
  wrongGrantType: () => new ApiError(400, 'invalidParameter.grantType', '不支持的 grantType'),
  invalidAuthentication: () => new ApiError(400, 'InvalidAuthentication', '不合法的 access_token'),
  denied: (point: string) =>
    new ApiError(403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', '没有调用该接口的权限', [point]),
  userNotFound: () => new ApiError(404, 'invalidParameter.user.notFound', '用户不存在'),
  personalTodoNeedsUser: () => new ApiError(400, 'todo.taskCreate.tokenTypeError', '创建个人待办需要使用用户 token'),
  flowLimit: () => new ApiError(400, 'flowLimit', '单个用户每天最多创建 100 个日程'),
  noSuchAction: () =>
    new ApiError(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.'),
  systemBusy: () => new ApiError(500, 'system.busy', '系统繁忙'),
} as const;
