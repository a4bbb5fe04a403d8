/** A refusal of the legacy host: always HTTP 200, told apart by `errcode`. */
export class LegacyError extends Error {
  override readonly name = 'LegacyError';

  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(errmsg);
  }

  body(request_id: string) {
    return { errcode: this.errcode, errmsg: this.errmsg, request_id };
  }
}

export const legacyErrors = {
  busy: () => new LegacyError(-1, '系统繁忙'),
  noSuchMethod: () => new LegacyError(22, '无效的方法'),
  wrongSecret: () => new LegacyError(40089, '不合法的 corpid 或 corpsecret'),
  wrongToken: () => new LegacyError(40014, '不合法的 access_token'),
  codeNotFound: () => new LegacyError(40078, '不存在的临时授权码'),
  tokenExpired: () => new LegacyError(42001, 'access_token 超时'),
  noPermission: () => new LegacyError(60011, '没有调用该接口的权限'),
  userNotFound: () => new LegacyError(60121, '找不到该用户'),
  badParameter: () => new LegacyError(400002, '参数错误'),
} as const;
